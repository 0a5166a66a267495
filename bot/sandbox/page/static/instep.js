/** Keeps what is shown in step with the server: each part is read again when it has changed, never twice at once. */
import { oneAtATime } from "./oneatatime.js";
import * as server from "./protocol.js";

/** So many messages are drawn at first; a year of a channel would hold up each new one. */
const AT_ONCE = 100;

/** Reads what the acting person sees into the page's `parts`. */
export class InStep {
  state = oneAtATime(() => this.#loadState());
  messages = oneAtATime(() => this.#loadMessages());
  thread = oneAtATime(() => this.#loadThread());
  home = oneAtATime(() => this.#loadHome());
  views = oneAtATime(() => this.#loadViews());
  #app;
  #parts;
  #wanted = "";
  #paged = "";
  #limit = AT_ONCE;
  #earlier = 0;

  constructor(app, parts) {
    this.#app = app;
    this.#parts = parts;
  }

  /** Everything, once more. */
  everything() {
    return Promise.all([this.state(), this.shown()]);
  }

  /** What stands in the lists, without what is around them. */
  shown() {
    return Promise.all([this.messages(), this.thread(), this.home(), this.views()]);
  }

  /** What the server says has changed, by name: "state", "messages:<channel>", "home:<person>", "views:<person>". */
  changed(names) {
    const { me, route } = this.#app;
    const kinds = new Set(names.map((name) => name.split(":")[0]));
    if (kinds.has("state") || kinds.has("messages")) this.state();
    if (names.includes(`messages:${route.channel}`)) {
      this.messages();
      this.thread();
    }
    if (names.includes(`home:${me}`)) this.home();
    if (names.includes(`views:${me}`)) this.views();
  }

  /** Scrolls to this message as soon as it is drawn; an empty `ts` wants none. */
  want(ts) {
    this.#wanted = ts;
  }

  /** Scrolls to the wanted message, if it stands there; else what is earlier is read first. */
  showWanted() {
    if (!this.#wanted) return;
    const { thread } = this.#app.route;
    const list = thread ? this.#parts.thread : this.#parts.channel;
    if (list.highlight(this.#wanted)) this.#wanted = "";
    else if (!thread && this.#earlier) this.showEarlier(Infinity);
  }

  /** Shows messages that stand before those on the page. */
  showEarlier(more = AT_ONCE) {
    this.#limit = Number.isFinite(more) ? this.#limit + more : undefined;
    this.#earlier = 0;
    return this.messages();
  }

  async #loadState() {
    const asked = this.#app.me;
    const state = await server.getState(asked).catch((error) => this.#app.forget(asked, error));
    if (state.me !== this.#app.me) return void this.state();
    if (this.#app.take(state) && this.#app.route.channel) {
      this.messages();
      this.home();
    }
  }

  /** Whether the acting person sees this channel; not yet while their own list is on its way. */
  #knows(channel) {
    return this.#app.state.me === this.#app.me && Boolean(this.#app.channel(channel));
  }

  async #loadMessages() {
    const app = this.#app;
    const { me, route } = app;
    if (!this.#knows(route.channel) || route.tab === "home") return;
    const place = `${me}/${route.channel}`;
    if (place !== this.#paged) [this.#paged, this.#limit] = [place, AT_ONCE];
    const { messages, earlier } = await server.getMessages(me, route.channel, { limit: this.#limit });
    if (me !== app.me || route.channel !== app.route.channel || app.route.tab === "home") return;
    this.#earlier = earlier;
    this.#parts.channel.show(place, messages, earlier);
    this.showWanted();
    if (app.channel(route.channel)?.unread && document.visibilityState === "visible") {
      await server.act(me, "read", { channel: route.channel }).catch(() => null);
      this.state();
    }
  }

  async #loadThread() {
    const { me, route } = this.#app;
    if (!route.thread || !this.#knows(route.channel)) return;
    const { messages } = await server.getMessages(me, route.channel, { thread_ts: route.thread });
    const place = `${me}/${route.channel}/${route.thread}`;
    if (me === this.#app.me && route === this.#app.route) this.#parts.thread.show(place, messages);
  }

  async #loadHome() {
    const { me, route } = this.#app;
    if (route.tab !== "home") return;
    const { view } = await server.getHome(me);
    if (me === this.#app.me) this.#parts.home.show(view);
  }

  async #loadViews() {
    const { me } = this.#app;
    if (!me) return;
    const { stack } = await server.getViews(me);
    if (me === this.#app.me) this.#parts.modal.show(stack ?? []);
  }
}
