/** Words of the page into the clipboard. */

/** What a message says, one part a line, without its buttons. */
export function textOf(row) {
  const parts = row.querySelectorAll(".blocks > .block:not(.block-actions), .message-body > .text");
  const said = [...parts].map((part) => (part.querySelector(".section-main") ?? part).innerText.trim());
  return said.filter(Boolean).join("\n");
}

/** Copies `text` and says so; a browser that does not allow it says what to do. */
export async function copyText(text, app) {
  const { t } = app;
  const copied = await navigator.clipboard.writeText(text).then(() => true, () => false);
  app.tell(copied ? t("Copied.") : t("Your browser does not let this page copy: select the text and copy it."));
}
