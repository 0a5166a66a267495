/** The box to write in, with completion of /commands, @people and #channels. */
import { el, fill, freshId, openMenu } from "./dom.js";

const AT_MOST = 8;

/** A composer for the channel, or for the open thread when `thread` is true. */
export class Composer {
  node;
  #app;
  #thread;
  #box;
  #list;
  #hint;
  #notice;
  #offers = [];
  #picked = -1;
  #named = new Map();
  #drafts = new Map();
  #place = "";

  constructor(app, { thread }) {
    this.#app = app;
    this.#thread = thread;
    const listId = freshId("offers");
    this.#list = el(
      "ul",
      {
        class: "offers",
        id: listId,
        role: "listbox",
        hidden: true,
        data: { testid: thread ? "thread-completions" : "completions" },
      },
    );
    this.#hint = el("p", { class: "usage", hidden: true });
    this.#notice = el(
      "div",
      { class: "notice", role: "alert", hidden: true, data: { testid: thread ? "thread-notice" : "notice" } },
    );
    this.#box = el("textarea", {
      class: "composer-box",
      rows: 1,
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": listId,
      data: { testid: thread ? "thread-composer" : "composer" },
    });
    this.#box.addEventListener("input", () => this.#typed());
    this.#box.addEventListener("keydown", (event) => this.#key(event));
    this.#box.addEventListener("blur", () => setTimeout(() => this.#offer([]), 150));
    this.node = el("div", { class: "composer" });
    this.relabel("", "");
  }

  /** Draws the words again, for another place or language; what was being typed stays with its own place. */
  relabel(name, place) {
    const { t } = this.#app;
    this.#keepDraft(place);
    const label = this.#thread ? t("Message the thread") : t("Message {name}", { name });
    this.#box.placeholder = label;
    this.#box.setAttribute("aria-label", label);
    const bolt = !this.#thread && el(
      "button",
      {
        type: "button",
        class: "icon",
        title: t("Shortcuts"),
        "aria-label": t("Shortcuts"),
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        data: { testid: "shortcuts" },
      },
      "⚡",
    );
    if (bolt) bolt.addEventListener("click", () => this.#shortcuts(bolt));
    const send = el(
      "button",
      {
        type: "button",
        class: "btn primary send",
        data: { testid: this.#thread ? "thread-send" : "send" },
        on: { click: () => this.#send() },
      },
      t("Send"),
    );
    const focused = document.activeElement === this.#box;
    fill(this.node, this.#notice, this.#list, this.#hint, el("div", { class: "composer-row" }, bolt, this.#box, send));
    if (focused) this.#box.focus();
  }

  /** Shows a sentence over the box, as Slack's own bot would; empty hides it. */
  notify(sentence) {
    this.#notice.hidden = !sentence;
    if (!sentence) return this.#notice.replaceChildren();
    const shut = el(
      "button",
      { type: "button", class: "icon", "aria-label": this.#app.t("Dismiss"), on: { click: () => this.notify("") } },
      "✕",
    );
    return fill(this.#notice, el("span", {}, sentence), shut);
  }

  #keepDraft(place) {
    if (place === this.#place) return;
    this.#drafts.set(this.#place, this.#box.value);
    this.#place = place;
    this.#box.value = this.#drafts.get(place) ?? "";
    this.#hint.hidden = true;
  }

  #shortcuts(anchor) {
    const items = this.#app.state.shortcuts
      .filter((shortcut) => shortcut.type === "global")
      .map((shortcut) => ({
        label: shortcut.name,
        hint: "Tutti",
        data: { callback: shortcut.callback_id },
        act: () => this.#app.act("shortcut", { callback_id: shortcut.callback_id }),
      }));
    const commands = this.#app.state.commands.map((command) => ({
      label: command.command,
      hint: command.description,
      act: () => this.#put(`${command.command} `),
    }));
    const apps = (this.#app.state.apps ?? []).map((app) => ({
      label: this.#app.t("Post as {name}", { name: app.name }),
      hint: this.#app.t("what stands in the box"),
      data: { app: app.id },
      act: () => this.#post(app.id),
    }));
    openMenu(anchor, [...items, ...commands, ...apps], this.#app.t("Shortcuts"));
  }

  /** Another app says what was typed here. */
  #post(app) {
    const text = this.#box.value.trim();
    this.#put("");
    if (text) this.#app.act("app_message", { channel: this.#app.route.channel, app, text: this.#escaped(text) });
  }

  /** Writes a line for the person to send. */
  write(text) {
    this.#put(text);
  }

  #put(text) {
    this.#box.value = text;
    this.#box.focus();
    this.#typed();
  }

  #typed() {
    this.#box.style.height = "auto";
    this.#box.style.height = `${Math.min(this.#box.scrollHeight, 180)}px`;
    const before = this.#box.value.slice(0, this.#box.selectionStart);
    this.#offer(this.#matches(before));
    const command = this.#app.state.commands.find(({ command: name }) => this.#box.value.startsWith(`${name} `));
    this.#hint.hidden = !command;
    this.#hint.textContent = command ? `${command.command} ${command.usage_hint ?? ""}` : "";
  }

  #matches(before) {
    if (/^\/\S*$/.test(before)) {
      const found = this.#app.state.commands.filter(({ command }) => command.startsWith(before.toLowerCase()));
      return found.map(({ command, usage_hint: usage, description }) => {
        const label = `${command} ${usage ?? ""}`;
        return { put: `${command} `, from: 0, label, hint: description };
      });
    }
    const word = /(?:^|\s)([@#])([^\s@#]*)$/.exec(before);
    if (!word) return [];
    const from = before.length - word[2].length - 1;
    const wanted = word[2].toLowerCase();
    const pool = word[1] === "@" ? this.#people() : this.#channels();
    const found = pool.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, AT_MOST);
    return found.map(({ name, id, hint }) => {
      const label = `${word[1]}${name}`;
      return { put: `${label} `, from, label, hint, names: [label, id] };
    });
  }

  #people() {
    return this.#app.humans().map((person) => ({ name: person.name, hint: person.title ?? "", id: `<@${person.id}>` }));
  }

  #channels() {
    const shown = this.#app.state.channels.filter((channel) => channel.kind !== "im");
    return shown.map((channel) => ({ name: channel.name, hint: "", id: `<#${channel.id}>` }));
  }

  #offer(offers) {
    this.#offers = offers;
    this.#picked = offers.length ? 0 : -1;
    this.#list.hidden = !offers.length;
    this.#box.setAttribute("aria-expanded", String(offers.length > 0));
    fill(
      this.#list,
      offers.map((offer, index) =>
        el(
          "li",
          {
            role: "option",
            id: `${this.#list.id}-${index}`,
            on: { mousedown: (event) => event.preventDefault(), click: () => this.#take(index) },
          },
          el("strong", {}, offer.label),
          offer.hint && el("span", { class: "hint" }, offer.hint),
        ),
      ),
    );
    this.#mark();
  }

  #mark() {
    [...this.#list.children].forEach(
      (item, index) => item.setAttribute("aria-selected", String(index === this.#picked)),
    );
    if (this.#picked >= 0) this.#box.setAttribute("aria-activedescendant", `${this.#list.id}-${this.#picked}`);
    else this.#box.removeAttribute("aria-activedescendant");
  }

  #take(index) {
    const offer = this.#offers[index];
    if (offer.names) this.#named.set(...offer.names);
    const after = this.#box.value.slice(this.#box.selectionStart);
    const start = this.#box.value.slice(0, offer.from) + offer.put;
    this.#box.value = start + after;
    this.#box.setSelectionRange(start.length, start.length);
    this.#box.focus();
    this.#typed();
  }

  #key(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (this.#offers.length && step) {
      event.preventDefault();
      this.#picked = (this.#picked + step + this.#offers.length) % this.#offers.length;
      this.#mark();
    } else if (this.#offers.length && event.key === "Escape") {
      event.preventDefault();
      this.#offer([]);
    } else if (this.#offers.length && (event.key === "Tab" || event.key === "Enter") && !this.#complete()) {
      event.preventDefault();
      this.#take(this.#picked);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    }
  }

  /** Whether a whole command stands already: Enter then sends it instead of completing it again. */
  #complete() {
    return this.#offers[this.#picked]?.put.trim() === this.#box.value;
  }

  async #send() {
    const text = this.#box.value.trim();
    if (!text) return;
    this.notify("");
    this.#offer([]);
    const isCommand = text.startsWith("/");
    this.#put("");
    const place = { channel: this.#app.route.channel, thread_ts: this.#thread ? this.#app.route.thread : "" };
    const answer = await (isCommand ? this.#command(text, place) : this.#message(text, place));
    if (answer.ok === false && !this.#box.value) this.#put(text);
  }

  #message(text, place) {
    return this.#app.act("message", { ...place, text: this.#escaped(text) });
  }

  #command(text, place) {
    const known = this.#app.state.commands.find(({ command }) => command === text.split(/\s/)[0]);
    return this.#app.act("command", { ...place, text: known?.should_escape ? this.#linked(text) : text });
  }

  #escaped(text) {
    return this.#linked(text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"));
  }

  /** Names that were completed become Slack's references, longest first so that no name eats another's start. */
  #linked(text) {
    const names = [...this.#named.keys()].sort((one, other) => other.length - one.length);
    return names.reduce((all, name) => all.replaceAll(name, this.#named.get(name)), text);
  }

  /** Puts the keyboard into the box. */
  focus() {
    this.#box.focus();
  }
}
