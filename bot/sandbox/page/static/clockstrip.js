/** The strip at the top: product time in the workspace's zone, ways to move it, and what is due next. */
import { workspaceTime } from "./context.js";
import { el, fill } from "./dom.js";

const MOVES = [
  ["20m", "+20 min"],
  ["1h", "+1 h"],
  ["morning", "Next morning"],
  ["monday", "Next Monday 10:00"],
  ["next", "Next due"],
];

/** Draws and drives the strip inside `root`. */
export class ClockStrip {
  #app;
  #root;
  #now = el("time", { class: "now", data: { testid: "clock-now" } });
  #walked = [];
  #moving = false;
  #unfolded = false;

  constructor(root, app) {
    this.#root = root;
    this.#app = app;
    document.addEventListener("click", (event) => {
      const fold = root.querySelector("details[open]");
      if (fold && !fold.contains(event.target) && !root.contains(event.target)) fold.open = false;
    });
  }

  /** Draws everything again, keeping the keyboard on the same button. */
  draw() {
    const focused = this.#root.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    const { t } = this.#app;
    const running = this.#app.state.running;
    const buttons = MOVES.map(([move, words]) => this.#button(move, t(words)));
    const inspector = el(
      "button",
      {
        type: "button",
        class: "btn quiet",
        "aria-expanded": String(this.#app.inspecting()),
        data: { testid: "inspector-toggle" },
        on: { click: () => this.#app.inspect() },
      },
      el("span", { class: "narrow", "aria-hidden": "true" }, "</>"),
      el("span", { class: "wide" }, t("For developers")),
    );
    fill(
      this.#root,
      el(
        "div",
        { class: "clock-line" },
        el("span", { class: "now-label" }, el("span", { class: "sr" }, t("Product time")), "🕰 ", this.#now),
        el(
          "div",
          { class: "moves", role: "group", "aria-label": t("Product time") },
          buttons,
          this.#button(running ? "stop" : "run", running ? `⏸ ${t("Stop")}` : `▶ ${t("Run")}`),
        ),
        inspector,
      ),
      this.#due(),
    );
    this.tick();
    if (focused) this.#root.querySelector(`[data-testid="${focused}"]`)?.focus();
  }

  /** Writes the time again; called each second while the clock runs. */
  tick() {
    this.#now.textContent = workspaceTime(this.#app, this.#app.nowMillis() / 1000, true);
  }

  #button(move, words) {
    return el(
      "button",
      {
        type: "button",
        class: "btn quiet",
        disabled: this.#moving,
        data: { testid: `clock-${move}` },
        on: { click: () => this.#move(move) },
      },
      words,
    );
  }

  #due() {
    const { t } = this.#app;
    const due = this.#app.state.next_due ?? [];
    const line = ({ at, what }) => `${workspaceTime(this.#app, at)} – ${this.#worded(what)}`;
    const first = due.length ? `${t("Next:")} ${line(due[0])}` : t("Nothing is due.");
    const rest = due.slice(1);
    const said = this.#moving ? t("The clock is moving…") : first;
    if (!rest.length && !this.#walked.length) return el("p", { class: "due", data: { testid: "next-due" } }, said);
    const fold = el(
      "details",
      { class: "due", open: this.#unfolded, data: { testid: "next-due" } },
      el(
        "summary",
        {},
        el("span", { class: "due-first" }, said),
        rest.length > 0 && el("span", { class: "more" }, ` +${rest.length}`),
      ),
      el(
        "div",
        { class: "due-lists" },
        rest.length > 0 && el("ul", {}, rest.map((item) => el("li", {}, line(item)))),
        this.#walked.length > 0 && [
          el("h3", {}, t("Happened meanwhile")),
          el("ul", { data: { testid: "walked" } }, this.#walked.map((item) => el("li", {}, line(item)))),
        ],
      ),
    );
    fold.addEventListener("toggle", () => (this.#unfolded = fold.open));
    return fold;
  }

  /** What falls due in the page's language: its kind, and the name of whom it is about. */
  #worded(what) {
    const [kind, subject] = what.split(" ");
    const key = `due ${kind.replace("_again", "")}`;
    if (!this.#app.t.knows(key)) return what;
    return this.#app.t(key, { name: this.#app.person(subject)?.name ?? subject });
  }

  /** Shows what happened on the way, once the clock has been moved. */
  moved(told) {
    if (told?.walked?.length) this.#walked = told.walked;
    this.draw();
  }

  async #move(move) {
    this.#moving = true;
    this.draw();
    const told = await this.#app.moveClock(move);
    this.#moving = false;
    this.moved(told);
    if (told) this.#app.say(this.#app.t("Time now: {time}", { time: this.#now.textContent }));
  }
}
