/** The app's Home tab, as published for the acting person. */
import { Answers } from "./answers.js";
import { drawBlocks } from "./blocks.js";
import { contextOf } from "./context.js";
import { el, fill } from "./dom.js";
import { keepFocus } from "./focus.js";

/** Draws the Home into its own node. */
export class Home {
  node = el("div", { class: "home", data: { testid: "home" } });
  #app;
  #answers = new Answers();
  #signature = "";

  constructor(app) {
    this.#app = app;
  }

  /** Shows what was published: a view, or null when the app has published nothing for this person. */
  show(view) {
    const signature = JSON.stringify([view, this.#app.me, this.#app.t.lang, this.#app.namesKey()]);
    if (signature === this.#signature) return;
    this.#signature = signature;
    this.#answers.begin();
    const ctx = contextOf(this.#app, { answers: this.#answers, press: (element) => this.#press(view, element) });
    const empty = el("p", { class: "empty-list" }, this.#app.t("Nothing has been published here yet."));
    keepFocus(
      this.node,
      () => fill(this.node, view ? el("div", { class: "blocks" }, drawBlocks(view.blocks, ctx)) : empty),
    );
  }

  /** Forgets what another person has typed. */
  reset() {
    this.#answers = new Answers();
    this.#signature = "";
  }

  #press(view, element) {
    return this.#app.act("press", {
      view_id: view.id ?? "",
      block_id: element.block_id,
      action_id: element.action_id,
      value: element.value,
      element,
      values: this.#answers.values(),
    });
  }
}
