/** Keeps the keyboard where it was while a surface is drawn again. */

const ATTRIBUTES = ["data-block-id", "data-action-id", "data-part", "data-testid"];

function selectorOf(node) {
  const parts = ATTRIBUTES.filter((name) => node.hasAttribute(name)).map(
    (name) => `[${name}="${CSS.escape(node.getAttribute(name))}"]`,
  );
  return parts.join("");
}

/** Runs `redraw`, then gives focus and text selection back to the same field of `root`, if it is still there. */
export function keepFocus(root, redraw) {
  const before = root.contains(document.activeElement) ? document.activeElement : null;
  const holder = before?.closest("[data-action-id], [data-testid]");
  const selector = holder && selectorOf(holder);
  const selection = before && "selectionStart" in before ? readSelection(before) : null;
  redraw();
  if (before?.isConnected && document.activeElement === before) return true;
  if (!selector) return false;
  const found = root.querySelector(selector);
  const target = found?.matches("input, select, textarea, button") ? found : found?.querySelector("input, summary");
  if (!target) return false;
  target.focus({ preventScroll: true });
  if (selection) {
    try {
      target.setSelectionRange(...selection);
    } catch {
      return true; // number and date inputs have no text selection
    }
  }
  return true;
}

function readSelection(node) {
  return node.selectionStart === null ? null : [node.selectionStart, node.selectionEnd];
}
