/** Block Kit drawn: every block of a message, a modal or the Home (docs.slack.dev/reference/block-kit/blocks). */
import { chart } from "./charts.js";
import { el, freshId } from "./dom.js";
import { interactive } from "./elements.js";
import { control } from "./fields.js";
import { inline, plain, textObject } from "./mrkdwn.js";
import { picture, pictureBlock } from "./pictures.js";
import { dataTable, markdown, richText, table } from "./rich.js";

/**
 * Nodes of a list of blocks. `ctx` carries what mrkdwn needs, and `answers` (the surface's values),
 * `press(element)` (an immediate action), `errors` ({block_id: sentence}), `follow(url)`.
 */
export function drawBlocks(blocks, ctx) {
  return (blocks ?? []).map((block, index) => drawBlock({ block_id: `block-${index}`, ...block }, ctx));
}

function drawBlock(block, ctx) {
  const draw = BLOCKS[block.type] ?? unknown;
  return el("div", { class: `block block-${block.type}`, data: { block: block.block_id } }, draw(block, ctx));
}

const BLOCKS = {
  header: (block) => el(block.level ? `h${Math.min(6, block.level + 2)}` : "h3", {}, plain(block.text)),
  divider: () => el("hr"),
  section: (block, ctx) => [
    el(
      "div",
      { class: "section-main" },
      block.text && el("div", { class: "text" }, textObject(block.text, ctx)),
      block.fields?.length && el(
        "div",
        { class: "section-fields" },
        block.fields.map((field) => el("div", { class: "text" }, textObject(field, ctx))),
      ),
    ),
    block.accessory && el("div", { class: "accessory" }, accessory(block.accessory, block.block_id, ctx)),
  ],
  context: (block, ctx) =>
    block.elements.map((element) =>
      element.type === "image"
        ? picture(element, "context-image")
        : el("span", { class: "text" }, textObject(element, ctx)),
    ),
  actions: (block, ctx) => block.elements.map((element) => interactive(element, block.block_id, ctx)),
  input: inputBlock,
  image: pictureBlock,
  rich_text: (block, ctx) => el("div", { class: "text" }, richText(block, ctx)),
  table: (block, ctx) => table(block, ctx),
  markdown: (block, ctx) => el("div", { class: "text" }, markdown(block.text, ctx)),
  alert: (block, ctx) => el(
    "div",
    { class: `alert ${block.level ?? "info"}`, role: "note" },
    textObject(block.text, ctx),
  ),
  data_visualization: (block) => [el("strong", {}, plain(block.title)), chart(block)],
  data_table: (block, ctx) => dataTable(block, ctx),
};

const accessory = (element, blockId, ctx) =>
  element.type === "image" ? picture(element, "accessory-image") : interactive(element, blockId, ctx);

function unknown(block) {
  const words = plain(block.title) || plain(block.text) || "";
  return el("div", { class: "unknown-block" }, `[${block.type}] ${words}`);
}

function inputBlock(block, ctx) {
  const element = block.element;
  const error = ctx.errors?.[block.block_id];
  const ids = { field: freshId("field"), label: freshId("label"), hint: freshId("hint"), error: freshId("error") };
  const value = ctx.answers.start(block.block_id, element);
  const place = {
    blockId: block.block_id,
    id: ids.field,
    labelId: ids.label,
    describedBy: [block.hint && ids.hint, error && ids.error].filter(Boolean).join(" "),
    invalid: Boolean(error),
  };
  if (element.type.startsWith("multi_")) place.label = plain(block.label);
  const field = control(element, value, place, ctx, (now, how) => {
    ctx.answers.set(block.block_id, element.action_id, now);
    if (!dispatches(block, how)) return;
    const { parts, ...told } = now;
    ctx.press({ ...told, action_id: element.action_id, block_id: block.block_id });
  });
  return [
    el(
      "label",
      { id: ids.label, for: ids.field },
      plain(block.label),
      block.optional && el("span", { class: "optional" }, ` ${ctx.t("(optional)")}`),
    ),
    field ?? el("span", { class: "unknown-block" }, `[${element.type}]`),
    block.hint && el("p", { class: "hint", id: ids.hint }, plain(block.hint)),
    error && el("p", { class: "field-error", id: ids.error, data: { error: block.block_id } }, inline(error, ctx)),
  ];
}

function dispatches(block, how) {
  if (!block.dispatch_action) return false;
  const on = block.element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const told = { entered: "on_enter_pressed", typed: "on_character_entered" }[how];
  return how === "chosen" || on.includes(told);
}
