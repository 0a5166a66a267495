/** The page: keeps what is shown in step with the sandbox's server and with the address bar. */
import { ClockStrip } from "./clockstrip.js";
import { Composer } from "./composer.js";
import { toMillis } from "./dates.js";
import { fill } from "./dom.js";
import { drawGuide } from "./guide.js";
import { channelHead, tabs, threadHead } from "./heads.js";
import { Home } from "./home.js";
import { Inspector } from "./inspector.js";
import { MessageList } from "./messages.js";
import { Modal } from "./modal.js";
import { oneAtATime } from "./oneatatime.js";
import * as server from "./protocol.js";
import { readRoute, writeRoute } from "./route.js";
import { drawSidebar } from "./sidebar.js";
import { translator } from "./words.js";

/** So many messages are drawn at first; a year of a channel would hold up each new one. */
const AT_ONCE = 100;
const REMEMBERED = "tutti-sandbox-person";
/** Whom a first visitor acts as: the marketing representative, with whom the seeded story begins. */
const FIRST_PERSON = "U0JULIE";
/** In the address: the acting person's own conversation with the app, whatever its id. */
const APP = "app";
const byId = (id) => document.getElementById(id);

class Page {
  state = { people: [], channels: [], commands: [], shortcuts: [], next_due: [] };
  me = "";
  t = translator(navigator.language);
  route = { channel: "", thread: "", tab: "" };
  following = false;
  #readAt = 0;
  #names = "";
  #drawn = new Map();
  #wanted = "";
  #paged = "";
  #limit = AT_ONCE;
  #earlier = 0;
  #channel = new MessageList(this, { thread: false });
  #threadList = new MessageList(this, { thread: true });
  #composer = new Composer(this, { thread: false });
  #threadComposer = new Composer(this, { thread: true });
  #home = new Home(this);
  #modal = new Modal(this);
  #strip = new ClockStrip(byId("clock"), this);
  #inspector = new Inspector(byId("inspector"), this);

  refreshState = oneAtATime(() => this.#loadState());
  refreshMessages = oneAtATime(() => this.#loadMessages());
  refreshThread = oneAtATime(() => this.#loadThread());
  refreshHome = oneAtATime(() => this.#loadHome());
  refreshViews = oneAtATime(() => this.#loadViews());

  async start() {
    const route = readRoute();
    this.me = route.as || localStorage.getItem(REMEMBERED) || FIRST_PERSON;
    byId("channel-foot").append(this.#composer.node);
    byId("thread-foot").append(this.#threadComposer.node);
    byId("thread-body").append(this.#threadList.node);
    await this.refreshState();
    window.addEventListener("hashchange", () => this.#followAddress());
    await this.#followAddress();
    server.listen((changed) => this.#changed(changed), (connected) => this.#connected(connected));
    setInterval(() => this.state.running && this.#strip.tick(), 1000);
  }

  // Who and what: asked by the modules that draw.

  person(id) {
    return this.state.people.find((person) => person.id === id);
  }

  channel(id) {
    return this.state.channels.find((channel) => channel.id === id);
  }

  /** The people one can act as or choose: neither bots nor deactivated. */
  humans() {
    return this.state.people.filter((person) => !person.is_bot && !person.deleted);
  }

  /** The direct message with the app: its other side is a bot. */
  isApp(channel) {
    return channel.kind === "im" && !this.humans().some(
      (person) => person.id === channel.user && person.id !== this.me,
    );
  }

  channelName(channel) {
    if (channel.kind !== "im") return channel.name;
    return this.isApp(channel) ? channel.name || "Tutti" : this.person(channel.user).name;
  }

  /** Changes when a name that messages mention changes. */
  namesKey() {
    return this.#names;
  }

  /** Product time in milliseconds, going on by itself while the clock runs. */
  nowMillis() {
    const read = this.state.now === undefined ? Date.now() : toMillis(this.state.now);
    return this.state.running ? read + (performance.now() - this.#readAt) * (this.state.speed ?? 1) : read;
  }

  /** Says something to screen readers only. */
  say(words) {
    byId("live").textContent = words.slice(0, 400);
  }

  // What a person does.

  /** Tells the server; a sentence it answers with is shown over the composer unless `quiet`. */
  async act(kind, fields = {}, { quiet = false } = {}) {
    const lost = (error) => ({ ok: false, errors: {}, error: this.#unheard(error) });
    const answer = await server.act(this.me, kind, fields).catch(lost);
    await Promise.all(this.#everything());
    if (!quiet) this.#tell(answer.error ?? "");
    return answer;
  }

  /** Shows a sentence over the composer, unless Slackbot has just said the same in the channel. */
  #tell(sentence) {
    if (this.route.thread) this.#threadComposer.notify(sentence);
    else this.#composer.notify(this.#channel.endsWith(sentence) ? "" : sentence);
  }

  #unheard(error) {
    return `${this.t("Something went wrong. Please try again.")} (${error.message})`;
  }

  async moveClock(move) {
    try {
      const told = await server.moveClock(move);
      await Promise.all(this.#everything());
      return told;
    } catch (error) {
      this.#composer.notify(this.#unheard(error));
      return null;
    }
  }

  /** Goes where a turn of the guided path is played, as its person, and begins it. */
  async follow(turn) {
    this.following = true;
    this.#drawFrame();
    if (turn.moves) await this.#guided("move");
    localStorage.setItem(REMEMBERED, turn.as);
    writeRoute({ as: turn.as, channel: turn.in });
    await this.#followAddress();
    if (turn.types) this.#composer.write(turn.types);
    if (turn.runs) await this.act("command", { channel: this.route.channel, text: turn.runs });
    this.following = false;
    this.#drawFrame();
  }

  /** Leaves the present step of the guided path out. */
  skipStep() {
    return this.#guided("skip");
  }

  async #guided(what) {
    const told = await server.guide(what).catch((error) => this.#composer.notify(this.#unheard(error)));
    if (told) this.#strip.moved(told);
    await Promise.all(this.#everything());
  }

  become(id) {
    localStorage.setItem(REMEMBERED, id);
    const here = this.channel(this.route.channel);
    if (here && this.isApp(here)) writeRoute({ as: id, channel: APP, tab: this.route.tab });
    else writeRoute({ as: id, channel: this.route.channel });
  }

  /** Goes to a channel, a message of it, or the Home; with {list: true} back to the list on a narrow screen. */
  goTo({ channel, ts, thread, home, list }) {
    if (list) return writeRoute({ as: this.me });
    if (home) return writeRoute({ as: this.me, channel: this.#appChannel()?.id, tab: "home" });
    if (!this.channel(channel)) return this.#composer.notify(`#${channel}`);
    this.#wanted = ts ?? "";
    writeRoute({ as: this.me, channel, thread: thread && thread !== ts ? thread : "" });
    if (ts) this.#showWanted();
    return undefined;
  }

  openThread(ts) {
    writeRoute({ as: this.me, channel: this.route.channel, thread: ts });
  }

  inspect() {
    this.#inspector.toggle();
    this.#strip.draw();
  }

  inspecting() {
    return this.#inspector.open;
  }

  // Keeping in step.

  #everything() {
    return [this.refreshState(), this.refreshMessages(), this.refreshThread(), this.refreshHome(), this.refreshViews()];
  }

  #changed(names) {
    const kinds = new Set(names.map((name) => name.split(":")[0]));
    if (kinds.has("state") || kinds.has("messages")) this.refreshState();
    if (names.includes(`messages:${this.route.channel}`)) {
      this.refreshMessages();
      this.refreshThread();
    }
    if (names.includes(`home:${this.me}`)) this.refreshHome();
    if (names.includes(`views:${this.me}`)) this.refreshViews();
    if (this.#inspector.open) this.#inspector.refresh();
  }

  #connected(connected) {
    byId("offline").hidden = connected;
    byId("offline").textContent = this.t("Connection lost. Trying again…");
    if (connected) this.#everything();
  }

  #appChannel() {
    return this.state.channels.find((channel) => this.isApp(channel));
  }

  async #followAddress() {
    const route = readRoute();
    const person = this.person(route.as) ? route.as : this.me || this.humans()[0]?.id;
    if (person !== this.me) {
      this.me = person;
      this.#home.reset();
      await this.refreshState();
    }
    const wide = matchMedia("(min-width: 761px)").matches;
    const first = this.state.channels.find((channel) => channel.member !== false && channel.kind !== "im");
    const asked = route.channel === APP ? this.#appChannel()?.id : route.channel;
    const channel = this.channel(asked) ? asked : wide ? first?.id ?? "" : "";
    const before = this.route;
    this.route = { channel, thread: route.thread, tab: route.tab };
    if (before.channel !== channel || before.thread !== route.thread) this.#composer.notify("");
    this.#drawFrame();
    const openedHome = route.tab === "home" && (before.tab !== "home" || this.openedFor !== this.me);
    this.openedFor = route.tab === "home" ? this.me : "";
    if (openedHome) this.act("home", {});
    await Promise.all([this.refreshMessages(), this.refreshThread(), this.refreshHome(), this.refreshViews()]);
    this.#showWanted();
  }

  /** A remembered person may be gone from a new workspace: the first one is asked for instead. */
  #forget(asked, error) {
    if (asked === FIRST_PERSON || error.status !== 404) throw error;
    this.me = FIRST_PERSON;
    return server.getState(FIRST_PERSON);
  }

  async #loadState() {
    const asked = this.me;
    const state = await server.getState(asked).catch((error) => this.#forget(asked, error));
    if (state.me !== this.me) return void this.refreshState();
    this.state = state;
    this.#readAt = performance.now();
    if (!this.person(this.me)) this.me = state.me ?? "";
    const names = JSON.stringify(
      [state.people.map((person) => person.name), state.channels.map((channel) => channel.name)],
    );
    const worded = translator(this.person(this.me)?.locale ?? state.lang);
    const redraw = names !== this.#names || worded.lang !== this.t.lang;
    this.#names = names;
    this.t = worded;
    this.#drawFrame();
    if (redraw && this.route.channel) {
      this.refreshMessages();
      this.refreshHome();
    }
  }

  /** Whether the acting person sees this channel; not yet while their own list is on its way. */
  #knows(channel) {
    return this.state.me === this.me && Boolean(this.channel(channel));
  }

  async #loadMessages() {
    const { me, route } = this;
    if (!this.#knows(route.channel) || route.tab === "home") return;
    const place = `${me}/${route.channel}`;
    if (place !== this.#paged) [this.#paged, this.#limit] = [place, AT_ONCE];
    const { messages, earlier } = await server.getMessages(me, route.channel, { limit: this.#limit });
    if (me !== this.me || route.channel !== this.route.channel || this.route.tab === "home") return;
    this.#earlier = earlier;
    this.#channel.show(place, messages, earlier);
    this.#showWanted();
    if (this.channel(route.channel)?.unread && document.visibilityState === "visible") {
      await server.act(me, "read", { channel: route.channel }).catch(() => null);
      this.refreshState();
    }
  }

  async #loadThread() {
    const { me, route } = this;
    if (!route.thread || !this.#knows(route.channel)) return;
    const { messages } = await server.getMessages(me, route.channel, { thread_ts: route.thread });
    const place = `${me}/${route.channel}/${route.thread}`;
    if (me === this.me && route === this.route) this.#threadList.show(place, messages);
  }

  async #loadHome() {
    const { me, route } = this;
    if (route.tab !== "home") return;
    const { view } = await server.getHome(me);
    if (me === this.me) this.#home.show(view);
  }

  async #loadViews() {
    const { me } = this;
    if (!me) return;
    const { stack } = await server.getViews(me);
    if (me === this.me) this.#modal.show(stack ?? []);
  }

  #showWanted() {
    if (!this.#wanted) return;
    const list = this.route.thread ? this.#threadList : this.#channel;
    if (list.highlight(this.#wanted)) this.#wanted = "";
    else if (!this.route.thread && this.#earlier) this.showEarlier(Infinity);
  }

  /** Shows messages that stand before those on the page. */
  showEarlier(more = AT_ONCE) {
    this.#limit = Number.isFinite(more) ? this.#limit + more : undefined;
    this.#earlier = 0;
    return this.refreshMessages();
  }

  // The frame around the lists.

  #drawFrame() {
    document.documentElement.lang = this.t.lang;
    const channel = this.channel(this.route.channel);
    const app = channel && this.isApp(channel);
    const home = Boolean(app && this.route.tab === "home");
    const unread = this.state.channels.reduce((sum, entry) => sum + (Number(entry.unread) || 0), 0);
    document.title = `${unread ? `(${unread}) ` : ""}${this.state.team?.name ?? "Tutti"}`;
    document.body.dataset.pane = this.route.thread ? "thread" : channel ? "channel" : "list";
    const { now, next_due, speed, guide, ...around } = this.state;
    const looks = [this.me, this.t.lang];
    this.#ifChanged("sidebar", [around, this.route.channel, looks], () => drawSidebar(byId("sidebar"), this));
    this.#ifChanged("tip", [guide, this.following, looks], () => drawGuide(byId("tip"), this));
    this.#ifChanged("strip", [next_due, around.running, looks], () => this.#strip.draw());
    this.#strip.tick();
    const name = channel ? (channel.kind === "im" ? this.channelName(channel) : `#${channel.name}`) : "";
    this.#ifChanged("heads", [channel?.id, name, app, home, this.route.thread, looks], () => {
      fill(byId("channel-head"), channel && channelHead(this, channel), app && tabs(this, channel, home));
      fill(byId("thread-head"), threadHead(this));
      this.#composer.relabel(name, `${this.me}/${channel?.id}`);
      this.#threadComposer.relabel(name, `${this.me}/${channel?.id}/${this.route.thread}`);
    });
    byId("thread").hidden = !this.route.thread;
    if (!this.route.thread) this.#threadList.clear();
    const shown = home ? this.#home.node : this.#channel.node;
    if (shown.parentNode !== byId("channel-body")) {
      this.#channel.clear();
      fill(byId("channel-body"), shown);
    }
    this.#channel.node.setAttribute("aria-label", this.t("Messages"));
    this.#threadList.node.setAttribute("aria-label", this.t("Thread"));
    byId("channel-foot").hidden = !channel;
    this.#composer.node.classList.toggle("only-notices", home);
  }

  /** Draws a part again only when what it shows has changed, so that nobody's open list or click is lost. */
  #ifChanged(part, shown, draw) {
    const signature = JSON.stringify(shown);
    if (this.#drawn.get(part) === signature) return;
    this.#drawn.set(part, signature);
    draw();
  }
}

new Page().start();
