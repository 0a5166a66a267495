/** Slack's confirmation dialog in front of a button. */
import { el, freshId } from "./dom.js";
import { plain, textObject } from "./mrkdwn.js";

/** Asks; true when the person confirms, false on cancel or Escape. */
export function askConfirm(confirm, ctx) {
  return new Promise((resolve) => {
    const title = freshId("confirm");
    const yes = el(
      "button",
      { type: "submit", value: "yes", class: `btn ${confirm.style ?? "primary"}`, data: { testid: "confirm-yes" } },
      plain(confirm.confirm) || ctx.t("Yes"),
    );
    const no = el(
      "button",
      { type: "submit", value: "no", class: "btn", data: { testid: "confirm-no" } },
      plain(confirm.deny) || ctx.t("Cancel"),
    );
    const dialog = el(
      "dialog",
      { class: "dialog small", "aria-labelledby": title, data: { testid: "confirm" } },
      el(
        "form",
        { method: "dialog", class: "dialog-body" },
        el("h2", { id: title }, plain(confirm.title)),
        el("div", { class: "text" }, textObject(confirm.text, ctx)),
        el("div", { class: "dialog-foot" }, no, yes),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    yes.focus();
  });
}
