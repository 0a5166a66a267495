/** The message list of a channel or thread, drawn as Slack draws it and reconciled message by message. */
import { Answers } from "./answers.js";
import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { contextOf, readerOf } from "./context.js";
import { format, isoDay, nearDay, toMillis } from "./dates.js";
import { el, reconcile } from "./dom.js";
import { emoji } from "./emoji.js";
import { keepFocus } from "./focus.js";
import { messageTools, react } from "./messagetools.js";
import { mrkdwn } from "./mrkdwn.js";

const GROUP_WITHIN_MS = 5 * 60_000;
const AT_BOTTOM_PX = 60;

const keyOf = (message) => String(message.id ?? message.ts);
const momentOf = (message) => toMillis(message.at ?? message.ts);

/** One list of messages: a channel's, or a thread's when `thread` is true. */
export class MessageList {
  node;
  #app;
  #thread;
  #rows = new Map();
  #answers = new Map();
  #place = "";
  #last = "";

  constructor(app, { thread }) {
    this.#app = app;
    this.#thread = thread;
    this.node = el("div", { class: "messages", role: "list", tabindex: "0" });
  }

  /** Draws `messages` of one place; unchanged ones keep their nodes, so that nothing typed or selected is lost. */
  show(place, messages, earlier = 0) {
    const fresh = place !== this.#place;
    if (fresh) this.#reset(place);
    const atBottom = fresh || this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < AT_BOTTOM_PX;
    this.#last = messages.at(-1)?.text ?? "";
    const above = earlier > 0 ? [this.#before(earlier)] : [];
    keepFocus(this.node, () => reconcile(this.node, [...above, ...this.#draw(messages)]));
    requestAnimationFrame(() => this.node.setAttribute("aria-live", "polite"));
    if (atBottom && !(this.#thread && fresh)) this.node.scrollTop = this.node.scrollHeight;
  }

  /** Whether the last message says exactly this. */
  endsWith(text) {
    return text !== "" && this.#last === text;
  }

  /** Scrolls to a message and marks it for a moment. */
  highlight(ts) {
    const row = this.node.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
    if (!row) return false;
    row.scrollIntoView({ block: "center" });
    row.classList.remove("found");
    void row.offsetWidth; // restarts the animation
    row.classList.add("found");
    return true;
  }

  /** Empties the list: what is not on screen is not in the page either. */
  clear() {
    this.#reset("");
    this.node.replaceChildren();
  }

  #reset(place) {
    this.node.setAttribute("aria-live", "off"); // only what comes later is read out, not a whole channel
    this.#place = place;
    this.#rows.clear();
    this.#answers.clear();
  }

  #draw(messages) {
    if (!messages.length) return [el("p", { class: "empty-list" }, this.#app.t("No messages yet."))];
    const reader = readerOf(this.#app);
    const rows = new Map();
    const nodes = [];
    let before = null;
    for (const message of messages) {
      const newDay = !before || isoDay(momentOf(before), reader.tz) !== isoDay(momentOf(message), reader.tz);
      if (newDay) {
        const row = this.#divider(momentOf(message), reader);
        rows.set(`day ${row.signature}`, row);
        nodes.push(row.node);
      }
      const grouped = !newDay && follows(before, message);
      const row = this.#row(message, grouped, reader);
      rows.set(keyOf(message), row);
      nodes.push(row.node);
      before = message;
    }
    this.#rows = rows;
    return nodes;
  }

  /** The way to what stands before the first message drawn. */
  #before(earlier) {
    const more = { type: "button", class: "btn quiet", data: { testid: "earlier" } };
    const words = this.#app.t("Show earlier messages ({count})", { count: earlier });
    const button = el("button", { ...more, on: { click: () => this.#app.showEarlier() } }, words);
    return el("div", { class: "earlier", role: "listitem" }, button);
  }

  #divider(millis, reader) {
    const signature = dayWords(millis, reader);
    const old = this.#rows.get(`day ${signature}`);
    return old ?? { signature, node: el("div", { class: "day-divider", role: "listitem" }, el("span", {}, signature)) };
  }

  #row(message, grouped, reader) {
    const signature = JSON.stringify(
      [message, grouped, reader.locale, reader.tz, isoDay(reader.now, reader.tz), this.#app.me, this.#app.namesKey()],
    );
    const old = this.#rows.get(keyOf(message));
    return old?.signature === signature ? old : { signature, node: this.#message(message, grouped, reader) };
  }

  #message(message, grouped, reader) {
    const { t } = this.#app;
    const time = format(momentOf(message), { hour: "numeric", minute: "2-digit" }, reader);
    const body = el(
      "div",
      { class: "message-body" },
      message.ephemeral && el("p", { class: "private-note" }, `👁 ${t("Only visible to you")}`),
      message.broadcast && el(
        "p",
        { class: "private-note" },
        this.#thread ? t("Also sent to the channel") : this.#threadLink(message, t("Replied in a thread")),
      ),
      !grouped &&
        el(
          "p",
          { class: "message-head" },
          el("strong", {}, message.name),
          message.bot && el("span", { class: "badge", title: t("An app") }, "APP"),
          el(
            "time",
            { class: "when", title: format(momentOf(message), { dateStyle: "full", timeStyle: "short" }, reader) },
            time,
          ),
        ),
      this.#content(message),
      message.reactions?.length > 0 && this.#reactions(message),
      message.edited && el("span", { class: "edited" }, t("(edited)")),
      !this.#thread && message.reply_count > 0 && this.#threadLink(
        message,
        t.n("{count} reply", "{count} replies", message.reply_count),
      ),
    );
    return el(
      "div",
      {
        class: `message${grouped ? " grouped" : ""}${message.ephemeral ? " ephemeral" : ""}`,
        role: "listitem",
        data: { testid: "message", ts: message.ts, user: message.user },
      },
      grouped ? el("span", { class: "gutter-time", "aria-hidden": "true" }, time) : avatar(
        this.#app.person(message.user),
        message,
      ),
      body,
      messageTools(this.#app, message, this.#thread),
    );
  }

  #content(message) {
    const key = keyOf(message);
    if (!this.#answers.has(key)) this.#answers.set(key, new Answers());
    const answers = this.#answers.get(key);
    answers.begin();
    const press = (element) => this.#press(message, element, answers);
    const ctx = contextOf(this.#app, { answers, press, file: (id) => message.files?.[id] });
    if (message.blocks?.length) return el("div", { class: "blocks" }, drawBlocks(message.blocks, ctx));
    return el("div", { class: "text" }, mrkdwn(message.text, ctx));
  }

  #press(message, element, answers) {
    return this.#app.act("press", {
      channel: this.#app.route.channel,
      thread_ts: message.thread_ts ?? "",
      ts: message.ts,
      id: message.id,
      block_id: element.block_id,
      action_id: element.action_id,
      value: element.value,
      element,
      values: answers.values(),
    });
  }

  #reactions(message) {
    const chips = message.reactions.map(({ name, users }) => {
      const who = users.map((id) => this.#app.person(id)?.name ?? id).join(", ");
      return el(
        "button",
        {
          type: "button",
          class: "reaction",
          title: who,
          data: { reaction: name },
          on: { click: () => react(this.#app, message, name) },
        },
        `${emoji(name) ?? `:${name}:`} ${users.length}`,
      );
    });
    return el("div", { class: "reactions" }, chips);
  }

  #threadLink(message, words) {
    const open = () => this.#app.openThread(message.thread_ts || message.ts);
    return el(
      "button",
      { type: "button", class: "thread-link", data: { testid: "thread-link" }, on: { click: open } },
      words,
    );
  }
}

function follows(before, message) {
  if (!before || before.user !== message.user || message.broadcast) return false;
  if (before.ephemeral !== message.ephemeral) return false;
  return !message.blocks?.length && !before.blocks?.length && momentOf(message) - momentOf(before) < GROUP_WITHIN_MS;
}

function dayWords(millis, reader) {
  const near = nearDay(millis, reader);
  if (near) return near.charAt(0).toLocaleUpperCase(reader.locale) + near.slice(1);
  return format(millis, { weekday: "long", day: "numeric", month: "long" }, reader);
}
