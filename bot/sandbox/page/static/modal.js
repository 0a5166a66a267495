/** The dialog that shows the top of the acting person's stack of modals. */
import { Answers, isEmpty } from "./answers.js";
import { drawBlocks } from "./blocks.js";
import { contextOf } from "./context.js";
import { el, fill, freshId } from "./dom.js";
import { keepFocus } from "./focus.js";
import { plain } from "./mrkdwn.js";

/** What Slack itself refuses before it sends a form: {block_id: sentence}. */
export function clientErrors(view, answers, t) {
  const errors = {};
  for (const block of view.blocks ?? []) {
    if (block.type !== "input") continue;
    const value = answers.get(block.block_id, block.element.action_id);
    const wrong = isEmpty(value) ? !block.optional && t("Please complete this required field.") : illFormed(
      block.element,
      value.value,
      t,
    );
    if (wrong) errors[block.block_id] = wrong;
  }
  return errors;
}

function illFormed(element, text, t) {
  if (typeof text !== "string") return "";
  if (element.min_length && text.length < element.min_length) return t(
    "Enter at least {count} characters.",
    { count: element.min_length },
  );
  if (element.type === "url_text_input" && !URL.canParse(text)) return t("Enter a valid link.");
  if (element.type !== "number_input") return "";
  if (!Number.isFinite(Number(text))) return t("Enter a number.");
  const [min, max] = [element.min_value ?? -Infinity, element.max_value ?? Infinity].map(Number);
  return Number(text) < min || Number(text) > max ? t("Enter a number between {min} and {max}.", { min, max }) : "";
}

/** Draws and drives the modal. */
export class Modal {
  #app;
  #dialog;
  #answers = new Map();
  #errors = new Map();
  #stack = [];
  #signature = "";
  #pending = false;

  constructor(app) {
    this.#app = app;
    this.#dialog = el("dialog", { class: "dialog modal", data: { testid: "modal" } });
    this.#dialog.addEventListener("cancel", (event) => {
      if (event.target !== this.#dialog) return;
      event.preventDefault();
      this.#close();
    });
    document.body.append(this.#dialog);
  }

  /** Shows a stack as the server gives it: [{id, view, errors, error}], the top one last. */
  show(stack) {
    this.#stack = stack;
    const ids = new Set(stack.map((entry) => entry.id));
    for (const id of [...this.#answers.keys()]) if (!ids.has(id)) this.#answers.delete(id);
    for (const id of [...this.#errors.keys()]) if (!ids.has(id)) this.#errors.delete(id);
    const top = stack.at(-1);
    if (!top) {
      this.#signature = "";
      if (this.#dialog.open) this.#dialog.close();
      return;
    }
    this.#draw(top);
  }

  #told(top) {
    const own = this.#errors.get(top.id);
    const errors = own?.errors ?? top.errors ?? {};
    return { errors, error: own?.error ?? top.error ?? "" };
  }

  #draw(top) {
    const { errors, error } = this.#told(top);
    const signature = JSON.stringify([top, errors, error, this.#app.t.lang, this.#app.me]);
    if (signature === this.#signature) return;
    this.#signature = signature;
    const opened = !this.#dialog.open;
    const kept = keepFocus(this.#dialog, () => this.#fill(top, errors, error));
    if (opened) this.#dialog.showModal();
    const wrong = Object.keys(errors)[0];
    if (wrong) this.#field(wrong)?.focus();
    else if (opened || !kept) this.#firstField()?.focus();
  }

  #field(blockId) {
    const holder = this.#dialog.querySelector(`[data-block-id="${CSS.escape(blockId)}"]`);
    return holder?.matches("input, select, textarea") ? holder : holder?.querySelector("input, summary, select");
  }

  #firstField() {
    const body = this.#dialog.querySelector(".dialog-body");
    const field = body.querySelector("[autofocus]") ?? body.querySelector("input, textarea, select, summary");
    return field ?? this.#dialog.querySelector("[data-testid=modal-submit], [data-testid=modal-close]");
  }

  #fill(top, errors, error) {
    const { t } = this.#app;
    const view = top.view;
    const answers = this.#answersOf(top.id);
    answers.begin();
    const ctx = contextOf(this.#app, { answers, errors, press: (element) => this.#choose(top, element) });
    const title = freshId("modal-title");
    this.#dialog.setAttribute("aria-labelledby", title);
    const drawn = drawBlocks(view.blocks, ctx);
    const known = new Set((view.blocks ?? []).map((block) => block.block_id));
    const stray = Object.entries(errors).some(([blockId]) => !known.has(blockId));
    const generic = error || (stray ? t("Something went wrong. Please try again.") : "");
    const form = el(
      "form",
      { class: "dialog-frame", novalidate: true },
      el(
        "div",
        { class: "dialog-head" },
        el("h2", { id: title }, plain(view.title)),
        el(
          "button",
          {
            type: "button",
            class: "icon",
            "aria-label": t("Close"),
            data: { testid: "modal-x" },
            on: { click: () => this.#close() },
          },
          "✕",
        ),
      ),
      el(
        "div",
        { class: "dialog-body", tabindex: "-1" },
        generic && el("p", { class: "alert error", role: "alert", data: { testid: "modal-error" } }, generic),
        drawn,
      ),
      el(
        "div",
        { class: "dialog-foot" },
        el(
          "button",
          { type: "button", class: "btn", data: { testid: "modal-close" }, on: { click: () => this.#close() } },
          plain(view.close) || t(view.submit ? "Cancel" : "Close"),
        ),
        view.submit && el(
          "button",
          { type: "submit", class: "btn primary", data: { testid: "modal-submit" } },
          plain(view.submit),
        ),
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (view.submit) this.#submit(top);
    });
    fill(this.#dialog, form);
  }

  #answersOf(id) {
    if (!this.#answers.has(id)) this.#answers.set(id, new Answers());
    return this.#answers.get(id);
  }

  async #choose(top, element) {
    const fields = {
      view_id: top.id,
      block_id: element.block_id,
      action_id: element.action_id,
      element,
      values: this.#answersOf(top.id).values(),
    };
    const answer = await this.#app.act("choose", fields, { quiet: true });
    const had = this.#errors.delete(top.id);
    if (answer.error) this.#errors.set(top.id, { errors: {}, error: answer.error });
    if (had || answer.error) this.#redraw(); // else nothing is drawn anew under the pointer
  }

  async #submit(top) {
    if (this.#pending) return;
    const answers = this.#answersOf(top.id);
    const errors = clientErrors(top.view, answers, this.#app.t);
    if (Object.keys(errors).length) {
      this.#errors.set(top.id, { errors, error: "" });
      this.#redraw();
      return;
    }
    this.#busy(true);
    const answer = await this.#app.act("submit", { view_id: top.id, values: answers.values() }, { quiet: true });
    this.#busy(false);
    const wrong = Object.keys(answer.errors ?? {}).length > 0 || Boolean(answer.error);
    if (wrong) this.#errors.set(top.id, { errors: answer.errors ?? {}, error: answer.error ?? "" });
    else this.#errors.delete(top.id);
    this.#redraw();
  }

  #redraw() {
    this.#signature = "";
    this.show(this.#stack);
  }

  #busy(busy) {
    this.#pending = busy;
    const submit = this.#dialog.querySelector("[data-testid=modal-submit]");
    submit?.classList.toggle("busy", busy);
    submit?.setAttribute("aria-busy", String(busy));
  }

  async #close() {
    const top = this.#stack.at(-1);
    if (!top || this.#pending) return;
    await this.#app.act("close", { view_id: top.id }, { quiet: true });
  }
}
