/** The only ways this page makes DOM nodes. Text from messages always becomes a text node, never markup. */

/**
 * One element. `props` keys: `class`, `text`, `on` ({event: listener}), `data` ({name: value}),
 * anything else is an attribute (false, null and undefined leave it out, true sets it empty).
 * Children may be nodes, strings, nested lists, or falsy values (skipped).
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined) continue;
    if (key === "class") node.className = value;
    else if (key === "text") node.textContent = value;
    else if (key === "on") for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    else if (key === "data") for (const [name, datum] of Object.entries(value)) node.setAttribute(
      `data-${name}`,
      datum ?? "",
    );
    else if (key === "value") node.value = value;
    else if (key === "checked") node.checked = Boolean(value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

/** Adds children to a node, flattening lists and skipping falsy ones. */
export function append(node, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.append(child);
  }
  return node;
}

/** Replaces everything inside a node. */
export function fill(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

/** Makes `nodes` the children of `parent`, moving none that stays: focus, open lists and selections survive. */
export function reconcile(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let cursor = parent.firstChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
}

let lastId = 0;

/** An id unique on this page, to tie labels and descriptions to their fields. */
export function freshId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

/**
 * Opens a menu under `anchor`. `items` are {label, hint, act, data}. Escape and a click elsewhere close it,
 * arrows move in it. It is put inside the anchor's dialog when there is one, because everything outside an
 * open modal dialog is inert.
 */
export function openMenu(anchor, items, label) {
  const menu = el("div", { class: "menu", role: "menu", popover: "auto", "aria-label": label });
  for (const item of items) {
    const entry = el(
      "button",
      { class: "menu-item", type: "button", role: "menuitem", data: item.data ?? {} },
      el("span", { class: "menu-label" }, item.label),
      item.hint && el("span", { class: "menu-hint" }, item.hint),
    );
    entry.addEventListener("click", () => {
      menu.hidePopover();
      item.act();
    });
    menu.append(entry);
  }
  menu.addEventListener("keydown", (event) => moveInMenu(menu, event));
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    anchor.setAttribute("aria-expanded", "false");
    menu.remove();
  });
  (anchor.closest("dialog") ?? document.body).append(menu);
  menu.showPopover();
  anchor.setAttribute("aria-expanded", "true");
  placeMenu(menu, anchor);
  menu.querySelector("button")?.focus();
}

function moveInMenu(menu, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const entries = [...menu.querySelectorAll("button")];
  const next = (entries.indexOf(document.activeElement) + step + entries.length) % entries.length;
  entries[next].focus();
}

function placeMenu(menu, anchor) {
  const box = anchor.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, window.innerWidth - menu.offsetWidth - 8));
  const fitsBelow = box.bottom + menu.offsetHeight + 8 < window.innerHeight;
  const top = fitsBelow ? box.bottom + 4 : Math.max(8, box.top - menu.offsetHeight - 4);
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}
