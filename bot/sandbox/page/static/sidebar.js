/** The left column: who one acts as, the app, the channels and direct messages. */
import { avatar } from "./avatar.js";
import { acting } from "./context.js";
import { el, fill } from "./dom.js";
import { keepFocus } from "./focus.js";

/** Words of a person in the page's language; codes are worded, other strings are shown as they are. */
function describe(parts, t) {
  const codes = parts.flat().flatMap((part) => String(part ?? "").split(/,\s*/));
  const words = [...new Set(codes.filter(Boolean).map((code) => t(code.trim())))].map(
    (word) => word.replaceAll("_", " "),
  );
  const told = words.join(", ");
  return told.charAt(0).toLocaleUpperCase() + told.slice(1);
}

/** Draws the column into `root`. */
export function drawSidebar(root, app) {
  const { t, state } = app;
  const bots = state.channels.filter((channel) => app.isApp(channel));
  const people = state.channels.filter((channel) => channel.kind === "im" && !app.isApp(channel));
  const channels = state.channels.filter((channel) => channel.kind !== "im");
  const redraw = () =>
    fill(
      root,
      el("div", { class: "team" }, el("strong", {}, state.team?.name ?? "Tutti")),
      switcher(app),
      section(t("Apps"), bots.map((channel) => entry(channel, app))),
      section(t("Channels"), [...channels].sort(byMembership).map((channel) => entry(channel, app))),
      people.length > 0 && section(t("Direct messages"), people.map((channel) => entry(channel, app))),
    );
  keepFocus(root, redraw);
}

const byMembership = (one, other) => Number(other.member !== false) - Number(one.member !== false);

function switcher(app) {
  const { t } = app;
  const me = acting(app);
  const select = el("select", { class: "field", id: "act-as", data: { testid: "act-as" } });
  for (const person of app.humans()) {
    const described = describe([person.department], t);
    select.append(el("option", { value: person.id }, described ? `${person.name} – ${described}` : person.name));
  }
  select.value = app.me;
  select.addEventListener("change", () => app.become(select.value));
  return el(
    "div",
    { class: "act-as" },
    avatar(me),
    el(
      "div",
      { class: "act-as-words" },
      el("label", { for: "act-as" }, t("Act as")),
      el("p", { class: "title" }, describe([me.title, me.role], t)),
    ),
    select,
  );
}

function section(title, entries) {
  return el(
    "section",
    { "aria-label": title },
    el("h2", {}, title),
    el("ul", {}, entries.map((item) => el("li", {}, item))),
  );
}

function entry(channel, app) {
  const here = app.route.channel === channel.id;
  const outside = channel.member === false;
  const sign = { private: "🔒", im: "" }[channel.kind] ?? "#";
  const face = () => avatar(app.isApp(channel) ? null : app.person(channel.user));
  const picture = channel.kind === "im" ? face() : el("span", { class: "sign", "aria-hidden": "true" }, sign);
  const unread = Number(channel.unread) || 0;
  return el(
    "button",
    {
      type: "button",
      class: `entry${here ? " here" : ""}${unread ? " unread" : ""}${outside ? " outside" : ""}`,
      "aria-current": here ? "page" : null,
      title: outside ? app.t("Not a member") : null,
      data: { testid: `channel-${channel.id}`, app: app.isApp(channel) ? "yes" : "no" },
      on: { click: () => app.goTo({ channel: channel.id }) },
    },
    picture,
    el("span", { class: "entry-name" }, app.channelName(channel)),
    unread > 0 && el(
      "span",
      { class: "count", "aria-label": app.t("{count} unread", { count: unread }) },
      String(unread),
    ),
  );
}
