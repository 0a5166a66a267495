/** What the drawing modules need to know of the page: who reads, who is who, where links lead. */
import { toMillis } from "./dates.js";
import { el } from "./dom.js";

/** Where a Slack address leads inside this page, or null: {channel, ts, thread} or {home: true}. */
export function placeOf(url) {
  const message = /\/archives\/([A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?/.exec(url);
  if (message) {
    const thread = /[?&]thread_ts=(\d+\.\d+)/.exec(url)?.[1];
    return { channel: message[1], ts: message[2] && `${message[2]}.${message[3]}`, thread };
  }
  if (/^slack:\/\/app\b/.test(url)) return { home: !/tab=messages/.test(url) };
  if (/^slack:\/\/channel\b/.test(url)) return { channel: /[?&]id=([A-Z0-9]+)/.exec(url)?.[1] };
  return null;
}

/** The person that the page acts as, or an empty stand-in before the first answer. */
export const acting = (app) => app.person(app.me) ?? {
  id: app.me,
  name: app.me,
  locale: navigator.language,
  tz: "UTC",
};

/** A reader: whose language and zone times are shown in, and the product's now in milliseconds. */
export function readerOf(app) {
  const person = acting(app);
  return { locale: person.locale ?? "en-US", tz: person.tz ?? "UTC", now: app.nowMillis() };
}

/** The drawing context of one surface; `own` adds answers, errors and press. */
export function contextOf(app, own = {}) {
  const follow = (url) => {
    const place = placeOf(url);
    if (place) app.goTo(place);
    else if (/^(https?:|mailto:)/i.test(url)) window.open(url, "_blank", "noopener,noreferrer");
  };
  const link = (url, shown) => {
    const href = /^(https?|mailto|tel|slack):/i.test(url) ? url : null;
    const node = el("a", { href, rel: "noopener noreferrer", target: "_blank" }, shown);
    node.addEventListener("click", (event) => {
      event.preventDefault();
      follow(url);
    });
    return node;
  };
  return {
    t: app.t,
    me: app.me,
    reader: readerOf(app),
    person: (id) => app.person(id),
    channel: (id) => app.channel(id),
    people: () => app.humans().map((person) => [person.id, person.name]),
    conversations: (filter) => conversations(app, filter),
    open: (id) => app.goTo({ channel: id }),
    follow,
    link,
    ...own,
  };
}

function conversations(app, filter) {
  const wanted = new Set(filter?.include ?? ["public", "private"]);
  const kind = { channel: "public", private: "private", im: "im" };
  return app.state.channels
    .filter((channel) => wanted.has(kind[channel.kind]))
    .map((channel) => [channel.id, channel.kind === "im" ? app.channelName(channel) : `#${channel.name}`]);
}

/**
 * An instant in the workspace's zone and the acting person's language, "Thu 27 Nov, 11:45"; `withYear` is the
 * whole of it, and names the zone to who lives in another one.
 */
export function workspaceTime(app, value, withYear = false) {
  const options = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  if (withYear) options.year = "numeric";
  const tz = app.state.team?.tz ?? app.state.tz ?? "Europe/Paris";
  const reader = acting(app);
  const said = new Intl.DateTimeFormat(reader.locale ?? "en-GB", { ...options, timeZone: tz }).format(toMillis(value));
  const city = tz.split("/").at(-1).replaceAll("_", " ");
  return withYear && reader.tz !== tz ? `${said} (${city})` : said;
}
