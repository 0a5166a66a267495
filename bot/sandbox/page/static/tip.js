/** The one line that tells a newcomer what to try first, until it is dismissed. */
import { el, fill } from "./dom.js";

const SEEN = "tutti-sandbox-tip-seen";

/** Draws the line into `root`, or hides it for who has dismissed it. */
export function drawTip(root, app) {
  root.hidden = localStorage.getItem(SEEN) !== null;
  if (root.hidden) return;
  const { t } = app;
  const dismiss = () => {
    localStorage.setItem(SEEN, "yes");
    root.hidden = true;
  };
  fill(
    root,
    el(
      "span",
      {},
      el("strong", {}, `${t("Start here")}${t.lang === "fr" ? " : " : ": "}`),
      t("Announce a launch, then act as Léa to answer, and move the clock."),
    ),
    el(
      "button",
      {
        type: "button",
        class: "btn primary",
        data: { testid: "tip-try" },
        on: { click: () => app.act("shortcut", { callback_id: "launch" }) },
      },
      t("Try it"),
    ),
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
