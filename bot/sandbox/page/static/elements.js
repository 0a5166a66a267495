/** Interactive elements that stand in sections and actions: buttons, overflow menus, and inputs that act at once. */
import { askConfirm } from "./confirm.js";
import { el, freshId, openMenu } from "./dom.js";
import { control, takesValue } from "./fields.js";
import { plain } from "./mrkdwn.js";

/** An element of an actions block or a section's accessory. `ctx.press(element)` tells Slack. */
export function interactive(element, blockId, ctx) {
  if (element.type === "button" || element.type === "workflow_button") return button(element, blockId, ctx);
  if (element.type === "overflow") return overflow(element, blockId, ctx);
  if (takesValue(element)) return immediate(element, blockId, ctx);
  return el("span", { class: "unknown-block" }, `[${element.type}]`);
}

async function send(payload, element, node, ctx) {
  if (element.confirm && !(await askConfirm(element.confirm, ctx))) return false;
  node.classList.add("busy");
  node.setAttribute("aria-busy", "true");
  try {
    await ctx.press(payload);
  } finally {
    node.classList.remove("busy");
    node.removeAttribute("aria-busy");
  }
  return true;
}

function button(element, blockId, ctx) {
  const node = el(
    "button",
    {
      type: "button",
      class: `btn ${element.style ?? ""}`,
      "aria-label": element.accessibility_label ?? null,
      data: { "action-id": element.action_id, "block-id": blockId },
    },
    plain(element.text),
    element.url && el("span", { "aria-hidden": "true" }, " ↗"),
  );
  const payload = { type: "button", action_id: element.action_id, block_id: blockId, text: element.text };
  if (element.value !== undefined) payload.value = element.value;
  node.addEventListener("click", async () => {
    if (node.classList.contains("busy")) return;
    if (element.url) ctx.follow(element.url);
    await send(payload, element, node, ctx);
  });
  return node;
}

function overflow(element, blockId, ctx) {
  const node = el(
    "button",
    {
      type: "button",
      class: "btn overflow",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": ctx.t("More actions"),
      data: { "action-id": element.action_id, "block-id": blockId },
    },
    "⋯",
  );
  const pick = (option) => {
    if (option.url) ctx.follow(option.url);
    const payload = { type: "overflow", action_id: element.action_id, block_id: blockId, selected_option: option };
    return send(payload, element, node, ctx);
  };
  node.addEventListener("click", () => {
    const items = element.options.map((option) => ({
      label: plain(option.text),
      hint: plain(option.description),
      data: { value: option.value },
      act: () => pick(option),
    }));
    openMenu(node, items, ctx.t("More actions"));
  });
  return node;
}

function immediate(element, blockId, ctx) {
  const place = { blockId, id: freshId("field"), label: plain(element.placeholder) || ctx.t("Choose an option") };
  const node = control(element, ctx.answers.start(blockId, element), place, ctx, (value, how) => {
    ctx.answers.set(blockId, element.action_id, value);
    if (how === "typed") return;
    send({ ...value, action_id: element.action_id, block_id: blockId }, element, node, ctx);
  });
  return node;
}
