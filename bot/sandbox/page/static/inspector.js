/** The drawer for developers: each request between Slack and the bot, with what was answered and how fast. */
import { isoTime, toMillis } from "./dates.js";
import { el, fill } from "./dom.js";
import { Faults } from "./faults.js";
import { getCalls } from "./protocol.js";

const KEPT = 400;
const EVERY_MS = 2000;

/** Draws and drives the drawer inside `root`; it asks the server only while it is open. */
export class Inspector {
  #app;
  #root;
  #list = el("ol", { class: "calls", tabindex: "0" });
  #faults;
  #since = 0;
  #timer = 0;

  constructor(root, app) {
    this.#root = root;
    this.#app = app;
    this.#faults = new Faults(app);
  }

  get open() {
    return !this.#root.hidden;
  }

  /** Opens or closes the drawer. */
  toggle() {
    this.#root.hidden = !this.#root.hidden;
    clearInterval(this.#timer);
    if (!this.open) return;
    const { t } = this.#app;
    const shut = el(
      "button",
      { type: "button", class: "icon", "aria-label": t("Close"), on: { click: () => this.#app.inspect() } },
      "✕",
    );
    fill(
      this.#root,
      el("div", { class: "pane-head" }, el("h2", {}, t("Requests between Slack and the bot")), shut),
      this.#faults.draw(),
      this.#list,
    );
    this.#timer = setInterval(() => this.refresh(), EVERY_MS);
    this.refresh();
  }

  /** Asks for what is new and puts it on top. */
  async refresh() {
    if (!this.open) return;
    this.#faults.refresh();
    const { calls } = await getCalls(this.#since).catch(() => ({ calls: [] }));
    for (const call of calls) {
      if (call.n <= this.#since) continue;
      this.#since = call.n;
      this.#list.prepend(this.#row(call));
    }
    while (this.#list.children.length > KEPT) this.#list.lastChild.remove();
  }

  #row(call) {
    const { t } = this.#app;
    const inwards = call.direction === "in";
    const time = isoTime(toMillis(call.at), this.#app.state.tz ?? "UTC");
    const json = (value) => el("pre", { tabindex: "0" }, typeof value === "string" ? value : JSON.stringify(value, null, 2));
    const why = call.answer?.response_metadata?.messages ?? [];
    return el(
      "li",
      {},
      el(
        "details",
        { class: call.ok ? "call" : "call refused", data: { testid: "call", name: call.name } },
        el(
          "summary",
          {},
          el("span", { class: "call-time" }, time),
          el(
            "span",
            { title: t(inwards ? "From Slack to the bot" : "From the bot to Slack") },
            inwards ? "→ bot" : "→ Slack",
          ),
          el("strong", {}, call.name),
          el("span", { class: "call-result" }, call.ok ? "ok" : `✕ ${call.error ?? ""}`),
          el("span", { class: "call-took" }, `${Math.round(call.elapsed_ms ?? 0)} ms`),
        ),
        why.length > 0 && el("p", { class: "call-why" }, why.join(" · ")),
        el(
          "div",
          { class: "call-detail" },
          el("div", {}, el("h3", {}, t("What was sent")), json(call.payload ?? null)),
          el("div", {}, el("h3", {}, t("What was answered")), json(call.answer ?? null)),
        ),
      ),
    );
  }
}
