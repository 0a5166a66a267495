/** The page: who acts, where they are and what they do. What it shows is read by InStep and framed by Frame. */
import { ClockStrip } from "./clockstrip.js";
import { Composer } from "./composer.js";
import { toMillis } from "./dates.js";
import { Frame } from "./frame.js";
import { Home } from "./home.js";
import { Inspector } from "./inspector.js";
import { InStep } from "./instep.js";
import { MessageList } from "./messages.js";
import { Modal } from "./modal.js";
import * as server from "./protocol.js";
import { readRoute, writeRoute } from "./route.js";
import { translator } from "./words.js";

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
  #parts = {
    channel: new MessageList(this, { thread: false }),
    thread: new MessageList(this, { thread: true }),
    composer: new Composer(this, { thread: false }),
    threadComposer: new Composer(this, { thread: true }),
    home: new Home(this),
    modal: new Modal(this),
    strip: new ClockStrip(byId("clock"), this),
    inspector: new Inspector(byId("inspector"), this),
  };
  #frame = new Frame(this, this.#parts);
  #inStep = new InStep(this, this.#parts);

  async start() {
    const route = readRoute();
    this.me = route.as || localStorage.getItem(REMEMBERED) || FIRST_PERSON;
    await this.#inStep.state();
    window.addEventListener("hashchange", () => this.#followAddress());
    await this.#followAddress();
    server.listen((changed) => this.#changed(changed), (connected) => this.#connected(connected));
    setInterval(() => this.state.running && this.#parts.strip.tick(), 1000);
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
    await this.#inStep.everything();
    if (!quiet) this.tell(answer.error ?? "");
    return answer;
  }

  /** Shows a sentence over the composer, unless Slackbot has just said the same in the channel. */
  tell(sentence) {
    if (this.route.thread) this.#parts.threadComposer.notify(sentence);
    else this.#parts.composer.notify(this.#parts.channel.endsWith(sentence) ? "" : sentence);
  }

  #unheard(error) {
    return `${this.t("Something went wrong. Please try again.")} (${error.message})`;
  }

  async moveClock(move) {
    try {
      const told = await server.moveClock(move);
      await this.#inStep.everything();
      return told;
    } catch (error) {
      this.#parts.composer.notify(this.#unheard(error));
      return null;
    }
  }

  /** Goes where a turn of the guided path is played, as its person, and begins it. */
  async follow(turn) {
    this.following = true;
    this.#frame.draw();
    if (turn.moves) await this.#guided("move");
    localStorage.setItem(REMEMBERED, turn.as);
    writeRoute({ as: turn.as, channel: turn.in });
    await this.#followAddress();
    if (turn.types) this.#parts.composer.write(turn.types);
    if (turn.runs) await this.act("command", { channel: this.route.channel, text: turn.runs });
    this.following = false;
    this.#frame.draw();
  }

  /** Leaves the present step of the guided path out. */
  skipStep() {
    return this.#guided("skip");
  }

  async #guided(what) {
    const told = await server.guide(what).catch((error) => this.#parts.composer.notify(this.#unheard(error)));
    if (told) this.#parts.strip.moved(told);
    await this.#inStep.everything();
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
    if (!this.channel(channel)) return this.#parts.composer.notify(`#${channel}`);
    this.#inStep.want(ts ?? "");
    writeRoute({ as: this.me, channel, thread: thread && thread !== ts ? thread : "" });
    if (ts) this.#inStep.showWanted();
    return undefined;
  }

  openThread(ts) {
    writeRoute({ as: this.me, channel: this.route.channel, thread: ts });
  }

  inspect() {
    this.#parts.inspector.toggle();
    this.#parts.strip.draw();
  }

  inspecting() {
    return this.#parts.inspector.open;
  }

  /** Shows messages that stand before those on the page. */
  showEarlier() {
    return this.#inStep.showEarlier();
  }

  // What the server tells.

  /** Takes a new state; whether what names or words a message shows has changed with it. */
  take(state) {
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
    this.#frame.draw();
    return redraw;
  }

  /** A remembered person may be gone from a new workspace: the first one's state is asked for instead. */
  forget(asked, error) {
    if (asked === FIRST_PERSON || error.status !== 404) throw error;
    this.me = FIRST_PERSON;
    return server.getState(FIRST_PERSON);
  }

  #changed(names) {
    this.#inStep.changed(names);
    if (this.#parts.inspector.open) this.#parts.inspector.refresh();
  }

  #connected(connected) {
    this.#frame.connected(connected);
    if (connected) this.#inStep.everything();
  }

  #appChannel() {
    return this.state.channels.find((channel) => this.isApp(channel));
  }

  async #followAddress() {
    const route = readRoute();
    const person = this.person(route.as) ? route.as : this.me || this.humans()[0]?.id;
    if (person !== this.me) {
      this.me = person;
      this.#parts.home.reset();
      await this.#inStep.state();
    }
    const wide = matchMedia("(min-width: 761px)").matches;
    const first = this.state.channels.find((channel) => channel.member !== false && channel.kind !== "im");
    const asked = route.channel === APP ? this.#appChannel()?.id : route.channel;
    const channel = this.channel(asked) ? asked : wide ? first?.id ?? "" : "";
    const before = this.route;
    this.route = { channel, thread: route.thread, tab: route.tab };
    if (before.channel !== channel || before.thread !== route.thread) this.#parts.composer.notify("");
    this.#frame.draw();
    const openedHome = route.tab === "home" && (before.tab !== "home" || this.openedFor !== this.me);
    this.openedFor = route.tab === "home" ? this.me : "";
    if (openedHome) this.act("home", {});
    await this.#inStep.shown();
    this.#inStep.showWanted();
  }
}

new Page().start();
