/** The heads of the two panes: where one is, the app's tabs, and the ways back. */
import { el } from "./dom.js";
import { writeRoute } from "./route.js";

/** A channel's name, and on a narrow screen the way back to the list. */
export function channelHead(app, channel) {
  const sign = { private: "🔒 ", im: "" }[channel.kind] ?? "# ";
  const back = backButton(app, () => app.goTo({ list: true }));
  return el("div", { class: "pane-head" }, back, el("h1", {}, sign, app.channelName(channel)));
}

/** The app's Home and Messages tabs. */
export function tabs(app, channel, home) {
  const tab = (key, words, current) => {
    const go = () => writeRoute({ as: app.me, channel: channel.id, tab: key === "home" ? key : "" });
    const shown = { "aria-current": current ? "true" : null, data: { testid: `tab-${key}` } };
    return el("button", { type: "button", class: "tab", ...shown, on: { click: go } }, words);
  };
  return el("nav", { class: "tabs" }, tab("home", app.t("Home"), home), tab("messages", app.t("Messages"), !home));
}

/** The thread's title and how to leave it. */
export function threadHead(app) {
  const leave = () => writeRoute({ as: app.me, channel: app.route.channel });
  const named = { "aria-label": app.t("Close thread"), data: { testid: "thread-close" } };
  const close = el("button", { type: "button", class: "icon thread-close", ...named, on: { click: leave } }, "✕");
  return el("div", { class: "pane-head" }, backButton(app, leave, "thread-back"), el("h2", {}, app.t("Thread")), close);
}

function backButton(app, go, testid = "back") {
  const named = { "aria-label": app.t("Back"), data: { testid } };
  return el("button", { type: "button", class: "icon back", ...named, on: { click: go } }, "‹");
}
