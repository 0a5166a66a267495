/** The guided path: one line that says who one is now and what to do, until it is dismissed. */
import { contextOf } from "./context.js";
import { el, fill } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";

const SEEN = "tutti-sandbox-tip-seen";

/** Draws the present step into `root`, or hides it at the end and for who has dismissed it. */
export function drawGuide(root, app) {
  const { t } = app;
  const turn = app.state.guide;
  root.hidden = !turn || localStorage.getItem(SEEN) !== null;
  if (root.hidden) return;
  const dismiss = () => {
    localStorage.setItem(SEEN, "yes");
    root.hidden = true;
  };
  const button = (words, testid, kind, click) => {
    const drawn = { type: "button", class: `btn ${kind}`, disabled: app.following, data: { testid } };
    return el("button", { ...drawn, on: { click } }, words);
  };
  fill(
    root,
    el(
      "span",
      { class: "step", data: { testid: "tip-step" } },
      el("span", { class: "sr" }, t("Guided path")),
      ` ${turn.step}/${turn.steps}`,
    ),
    el("span", { class: "tip-words" }, mrkdwn(turn.words, contextOf(app))),
    button(t("Show me"), "tip-try", "primary", () => app.follow(turn)),
    button(t("Skip"), "tip-skip", "quiet", () => app.skipStep()),
    el(
      "button",
      {
        type: "button",
        class: "icon",
        "aria-label": t("Dismiss"),
        data: { testid: "tip-dismiss" },
        on: { click: dismiss },
      },
      "✕",
    ),
  );
}
