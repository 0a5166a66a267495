/** The frame around the lists: sidebar, strip, guided path, heads, and which of the lists stands in it. */
import { fill } from "./dom.js";
import { drawGuide } from "./guide.js";
import { channelHead, tabs, threadHead } from "./heads.js";
import { drawSidebar } from "./sidebar.js";

const byId = (id) => document.getElementById(id);

/** Draws the page's frame; `parts` are the page's lists, composers, Home and strip. */
export class Frame {
  #app;
  #parts;
  #drawn = new Map();

  constructor(app, parts) {
    this.#app = app;
    this.#parts = parts;
    byId("channel-foot").append(parts.composer.node);
    byId("thread-foot").append(parts.threadComposer.node);
    byId("thread-body").append(parts.thread.node);
  }

  /** Draws what has changed since the last time. */
  draw() {
    const { state, route, me, t, following } = this.#app;
    const channel = this.#app.channel(route.channel);
    const isApp = channel && this.#app.isApp(channel);
    const home = Boolean(isApp && route.tab === "home");
    const unread = state.channels.reduce((sum, entry) => sum + (Number(entry.unread) || 0), 0);
    document.documentElement.lang = t.lang;
    document.title = `${unread ? `(${unread}) ` : ""}${state.team?.name ?? "Tutti"}`;
    document.body.dataset.pane = route.thread ? "thread" : channel ? "channel" : "list";
    const { now, next_due, speed, guide, ...around } = state;
    const looks = [me, t.lang];
    this.#ifChanged("sidebar", [around, route.channel, looks], () => drawSidebar(byId("sidebar"), this.#app));
    this.#ifChanged("tip", [guide, following, looks], () => drawGuide(byId("tip"), this.#app));
    this.#ifChanged("strip", [next_due, around.running, looks], () => this.#parts.strip.draw());
    this.#parts.strip.tick();
    this.#heads(channel, isApp, home, looks);
    this.#panes(channel, home);
  }

  /** Says whether the server is there. */
  connected(connected) {
    byId("offline").hidden = connected;
    byId("offline").textContent = this.#app.t("Connection lost. Trying again…");
  }

  #heads(channel, isApp, home, looks) {
    const { route, me } = this.#app;
    const name = channel ? (channel.kind === "im" ? this.#app.channelName(channel) : `#${channel.name}`) : "";
    this.#ifChanged("heads", [channel?.id, name, isApp, home, route.thread, looks], () => {
      const shown = channel && channelHead(this.#app, channel);
      fill(byId("channel-head"), shown, isApp && tabs(this.#app, channel, home));
      fill(byId("thread-head"), threadHead(this.#app));
      this.#parts.composer.relabel(name, `${me}/${channel?.id}`);
      this.#parts.threadComposer.relabel(name, `${me}/${channel?.id}/${route.thread}`);
    });
  }

  #panes(channel, home) {
    const { t, route } = this.#app;
    const parts = this.#parts;
    byId("thread").hidden = !route.thread;
    if (!route.thread) parts.thread.clear();
    const shown = home ? parts.home.node : parts.channel.node;
    if (shown.parentNode !== byId("channel-body")) {
      parts.channel.clear();
      fill(byId("channel-body"), shown);
    }
    parts.channel.node.setAttribute("aria-label", t("Messages"));
    parts.thread.node.setAttribute("aria-label", t("Thread"));
    byId("channel-foot").hidden = !channel;
    parts.composer.node.classList.toggle("only-notices", home);
  }

  /** Draws a part again only when what it shows has changed, so that nobody's open list or click is lost. */
  #ifChanged(part, shown, draw) {
    const signature = JSON.stringify(shown);
    if (this.#drawn.get(part) === signature) return;
    this.#drawn.set(part, signature);
    draw();
  }
}
