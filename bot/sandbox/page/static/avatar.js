/** A person's round picture: initials on their colour, the text black or white, whichever reads better. */
import { el } from "./dom.js";

/** The picture of a person; for the bot (no person) or an app message, a note of music. */
export function avatar(person, message = {}) {
  const isApp = message.bot || !person || person.is_bot;
  if (isApp) return el("span", { class: "avatar avatar-app", "aria-hidden": "true" }, "♫");
  const node = el("span", { class: "avatar", "aria-hidden": "true" }, initials(person.name));
  const color = person.avatar_color ?? "#555f6e";
  node.style.background = color;
  node.style.color = isLight(color) ? "#111" : "#fff";
  return node;
}

const initials = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => part[0]?.toLocaleUpperCase() ?? "")
    .join("");

function isLight(color) {
  const [red, green, blue] = (/^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color) ?? ["", "55", "5f", "6e"])
    .slice(1)
    .map((part) => parseInt(part, 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18;
}
