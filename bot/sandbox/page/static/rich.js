/** The blocks whose text is structured rather than mrkdwn: rich_text, markdown and table. */
import { fillDateTemplate } from "./dates.js";
import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelLink, mention } from "./mrkdwn.js";

/** A rich_text block's elements as nodes. */
export function richText(block, ctx) {
  return (block.elements ?? []).map((part) => richPart(part, ctx));
}

function richPart(part, ctx) {
  const inside = (part.elements ?? []).map((piece) => richPiece(piece, ctx));
  if (part.type === "rich_text_preformatted") return el("pre", {}, inside);
  if (part.type === "rich_text_quote") return el("blockquote", {}, inside);
  if (part.type === "rich_text_list") {
    const items = (part.elements ?? []).map((item) => el("li", {}, richPart(item, ctx)));
    return el(part.style === "ordered" ? "ol" : "ul", { class: `indent-${part.indent ?? 0}` }, items);
  }
  return el("div", { class: "rich-line" }, inside);
}

function richPiece(piece, ctx) {
  const tags = { bold: "strong", italic: "em", strike: "s", code: "code" };
  let node = richContent(piece, ctx);
  for (const [name, tag] of Object.entries(tags)) if (piece.style?.[name]) node = el(tag, {}, node);
  return node;
}

function richContent(piece, ctx) {
  if (piece.type === "link") return ctx.link(piece.url, [piece.text ?? piece.url]);
  if (piece.type === "user") return mention(piece.user_id, ctx);
  if (piece.type === "channel") return channelLink(piece.channel_id, "", ctx);
  if (piece.type === "emoji") return emoji(piece.name) ?? `:${piece.name}:`;
  if (piece.type === "broadcast") return el("span", { class: "mention" }, `@${piece.range}`);
  if (piece.type === "date") return fillDateTemplate(piece.timestamp, piece.format, piece.fallback ?? "", ctx.reader);
  return piece.text ?? "";
}

/** A table block; its first row is its heading, as Slack shows it. */
export function table(block, ctx) {
  const settings = block.column_settings ?? [];
  const rows = (block.rows ?? []).map((row, index) => {
    const cells = row.map((cell, column) =>
      el(
        index === 0 ? "th" : "td",
        { class: `align-${settings[column]?.align ?? "left"}`, scope: index === 0 ? "col" : null },
        cell.type === "rich_text" ? richText(cell, ctx) : cell.text ?? "",
      ),
    );
    return el("tr", {}, cells);
  });
  return el("div", { class: "table-wrap", tabindex: "0" }, el("table", {}, rows));
}

/** A data_table block: a table with its caption, which Slack shows five rows at a time. */
export function dataTable(block, ctx) {
  const rows = block.rows.map((row) => row.map((cell) => ({ ...cell, text: cell.text ?? String(cell.value) })));
  const drawn = table({ rows }, ctx);
  drawn.querySelector("table").prepend(el("caption", {}, block.caption));
  return drawn;
}

/** A markdown block's text as nodes: headings, lists, quotes, fences and inline styles. */
export function markdown(text, ctx) {
  const nodes = [];
  const fences = String(text ?? "").split(/^```.*$/m);
  fences.forEach((part, index) => {
    if (index % 2 === 1) nodes.push(el("pre", {}, part.replace(/^\n|\n$/g, "")));
    else nodes.push(...part.split(/\n{2,}/).filter((text) => text.trim()).flatMap((text) => paragraphNodes(text, ctx)));
  });
  return nodes;
}

function paragraphNodes(paragraph, ctx) {
  const nodes = [];
  let list = null;
  for (const line of paragraph.trim().split("\n")) {
    const item = /^\s*(?:([-*+])|\d+[.)])\s+(.*)$/.exec(line);
    if (item) {
      const tag = item[1] ? "UL" : "OL";
      if (list?.tagName !== tag) nodes.push((list = el(tag)));
      list.append(el("li", {}, markdownInline(item[2], ctx)));
      continue;
    }
    list = null;
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    const quote = /^>\s?(.*)$/.exec(line);
    if (heading) nodes.push(el("p", { class: "md-heading" }, markdownInline(heading[2], ctx)));
    else if (quote) nodes.push(el("blockquote", {}, markdownInline(quote[1], ctx)));
    else nodes.push(el("div", { class: "rich-line" }, markdownInline(line, ctx)));
  }
  return nodes;
}

const MARKDOWN_PARTS = new RegExp(
  [
    /`([^`]+)`/,
    /\[([^\]]+)\]\(([^)\s]+)\)/,
    /\*\*(.+?)\*\*/,
    /~~(.+?)~~/,
    /(?<![\w*])[*_]([^*_]+)[*_](?![\w*])/,
    /<@(\w+)>/,
  ]
    .map((part) => part.source)
    .join("|"),
  "g",
);

function markdownInline(text, ctx) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(MARKDOWN_PARTS)) {
    nodes.push(text.slice(from, match.index));
    const [, code, label, url, bold, strike, italic, user] = match;
    if (code) nodes.push(el("code", {}, code));
    else if (url) nodes.push(ctx.link(url, markdownInline(label, ctx)));
    else if (user) nodes.push(mention(user, ctx));
    else nodes.push(el(bold ? "strong" : strike ? "s" : "em", {}, markdownInline(bold ?? strike ?? italic, ctx)));
    from = match.index + match[0].length;
  }
  nodes.push(text.slice(from));
  return nodes;
}
