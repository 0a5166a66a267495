/** What stands beside a message when it is pointed at: answer in its thread, and the menu ⋯ with the rest. */
import { copyText, textOf } from "./copying.js";
import { el, openMenu } from "./dom.js";
import { emoji } from "./emoji.js";

const OFFERED_REACTIONS = ["rotating_light", "eyes", "white_check_mark"];

/** The tools of one message; nobody answers, hands over or reacts to what only they can see. */
export function messageTools(app, message, inThread) {
  const { t } = app;
  const reply = !inThread && !message.ephemeral && {
    label: t("Reply in thread"),
    act: () => app.openThread(message.thread_ts || message.ts),
  };
  const more = el(
    "button",
    {
      type: "button",
      class: "icon",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": t("More actions"),
      data: { testid: "message-menu" },
    },
    "⋯",
  );
  const copy = {
    label: t("Copy text"),
    data: { copies: "text" },
    act: () => copyText(textOf(more.closest(".message")), app),
  };
  const others = message.ephemeral ? [] : [...shortcuts(app, message), ...reactions(app, message)];
  const items = [reply, copy, ...others].filter(Boolean);
  more.addEventListener("click", () => openMenu(more, items, t("More actions")));
  const quick = reply && el(
    "button",
    { type: "button", class: "icon", "aria-label": reply.label, title: reply.label, on: { click: reply.act } },
    "💬",
  );
  return el("div", { class: "message-tools" }, quick, more);
}

/** Puts this person's reaction on a message. */
export const react = (app, message, name) =>
  app.act("react", { channel: app.route.channel, ts: message.ts, text: name });

function shortcuts(app, message) {
  const offered = app.state.shortcuts.filter((shortcut) => shortcut.type === "message");
  return offered.map(({ name, callback_id }) => ({
    label: name,
    hint: app.state.app?.name ?? "Tutti",
    data: { callback: callback_id },
    act: () => app.act("message_shortcut", { callback_id, channel: app.route.channel, ts: message.ts }),
  }));
}

function reactions(app, message) {
  return OFFERED_REACTIONS.map((name) => ({
    label: `${emoji(name)} ${app.t("React")}`,
    hint: `:${name}:`,
    data: { reaction: name },
    act: () => react(app, message, name),
  }));
}
