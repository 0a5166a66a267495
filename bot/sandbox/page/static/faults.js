/** Switches for what goes wrong on purpose between the bot and Slack: slow, 500, a lost answer, away. */
import { el, fill } from "./dom.js";
import { getFaults, switchFault } from "./protocol.js";

const EVERY = "*";
/** Each fault with the amount that is proposed first; its unit stands in its words. */
const KINDS = { slow: 2, fail: 1, lose: 1, down: 5 };

/** Draws the switches and what is switched on. */
export class Faults {
  #app;
  #on = el("p", { class: "faults-on", role: "status", data: { testid: "faults-on" } });
  #kind = el("select", { class: "field", data: { testid: "fault-kind" } });
  #method = el("select", { class: "field", data: { testid: "fault-method" } });
  #amount = el("input", { class: "field", type: "number", min: 0, max: 60, data: { testid: "fault-amount" } });

  constructor(app) {
    this.#app = app;
    this.#kind.addEventListener("change", () => this.#proposed());
  }

  /** The switches, worded anew. */
  draw() {
    const { t } = this.#app;
    fill(this.#kind, Object.keys(KINDS).map((kind) => el("option", { value: kind }, t(`fault ${kind}`))));
    this.#proposed();
    const labelled = (words, field) => el("label", {}, words, field);
    const button = (words, testid, click) =>
      el("button", { type: "button", class: "btn quiet", data: { testid }, on: { click } }, words);
    return el(
      "fieldset",
      {
        class: "faults",
        "aria-label": t("Make something go wrong"),
        title: t("Tutti waits and tries again; the demo skips the waiting."),
      },
      labelled(t("What goes wrong"), this.#kind),
      labelled(t("At which method"), this.#method),
      labelled(t("How much"), this.#amount),
      button(t("Switch on"), "fault-on", () => this.#switch(this.#kind.value)),
      button(t("Switch everything off"), "fault-off", () => this.#switch("clear")),
      this.#on,
    );
  }

  /** Reads again what is switched on. */
  async refresh() {
    this.#shown(await getFaults().catch(() => null));
  }

  #proposed() {
    this.#amount.value = KINDS[this.#kind.value];
    this.#method.disabled = this.#kind.value === "down";
  }

  async #switch(kind) {
    const method = this.#method.disabled ? EVERY : this.#method.value || EVERY;
    this.#shown(await switchFault(kind, method, Number(this.#amount.value)).catch(() => null));
  }

  #shown(told) {
    if (!told) return;
    const { t } = this.#app;
    if (this.#method.options.length !== told.methods.length + 1) {
      const every = el("option", { value: EVERY }, t("Every method"));
      fill(this.#method, every, told.methods.map((method) => el("option", { value: method }, method)));
    }
    const named = ({ kind, method, left }) => [t(`fault ${kind}`), method === EVERY ? "" : method, left].filter(Boolean).join(" – ");
    const on = told.on.map(named).join(" · ");
    const words = on ? t("What goes wrong now: {faults}", { faults: on }) : t("Nothing goes wrong on purpose.");
    this.#on.classList.toggle("wrong", told.on.length > 0);
    if (this.#on.textContent !== words) this.#on.textContent = words;
  }
}
