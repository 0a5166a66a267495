/**
 * Slack's mrkdwn, read into DOM nodes (docs.slack.dev/messaging/formatting-message-text).
 * `ctx` everywhere: {reader: {locale, tz, now}, person(id), channel(id), open(kind, id), link(url)}.
 */
import { fillDateTemplate } from "./dates.js";
import { el } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";

const STYLE_TAGS = { "*": "strong", _: "em", "~": "s" };

/** The three escapes that Slack uses, undone. */
export function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** A plain_text object's string as it is shown. */
export function plain(object) {
  if (!object) return "";
  const text = unescape(typeof object === "string" ? object : object.text ?? "");
  return object.emoji === false ? text : withEmoji(text);
}

/** A text object (plain_text or mrkdwn) as nodes. */
export function textObject(object, ctx) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text, ctx) : [plain(object)];
}

/** A whole mrkdwn text as a list of nodes: preformatted parts, quotes, and lines with inline styles. */
export function mrkdwn(text, ctx) {
  const nodes = [];
  String(text ?? "").split(/```/).forEach((part, index, all) => {
    const inFence = index % 2 === 1 && index < all.length - 1;
    if (inFence) nodes.push(el("pre", {}, unescape(part.replace(/^\n/, "").replace(/\n$/, ""))));
    else if (index % 2 === 1) nodes.push(...quotesAndLines(`\`\`\`${part}`, ctx));
    else if (part) nodes.push(...quotesAndLines(index > 0 ? part.replace(/^\n/, "") : part, ctx));
  });
  return nodes;
}

function quotesAndLines(text, ctx) {
  const nodes = [];
  let quoted = [];
  let lines = [];
  const closeLines = () => {
    if (lines.length) nodes.push(...inline(lines.join("\n"), ctx));
    lines = [];
  };
  const closeQuote = () => {
    if (quoted.length) nodes.push(el("blockquote", {}, inline(quoted.join("\n"), ctx)));
    quoted = [];
  };
  for (const line of text.split("\n")) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quote) {
      closeLines();
      quoted.push(quote[1]);
    } else {
      closeQuote();
      lines.push(line);
    }
  }
  closeQuote();
  closeLines();
  return nodes;
}

/** One run of text with bold, italic, strike, code, links, mentions, dates and emoji. */
export function inline(text, ctx) {
  const nodes = [];
  let literal = "";
  const close = () => {
    if (literal) nodes.push(unescape(literal));
    literal = "";
  };
  for (let at = 0; at < text.length; ) {
    const found = angle(text, at, ctx) ?? bareLink(text, at, ctx) ?? code(text, at) ?? named(text, at) ?? styled(text, at, ctx);
    if (found) {
      close();
      nodes.push(found.node);
      at = found.end;
    } else {
      literal += text[at];
      at += 1;
    }
  }
  close();
  return nodes;
}

function angle(text, at, ctx) {
  if (text[at] !== "<") return null;
  const end = text.indexOf(">", at);
  if (end < 0) return null;
  const node = reference(text.slice(at + 1, end), ctx);
  return node && { node, end: end + 1 };
}

/** An address written without angle brackets, which Slack makes a link as well. */
function bareLink(text, at, ctx) {
  if (text[at] !== "h" || isWord(text[at - 1])) return null;
  const match = /^https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)*_~'"]/.exec(text.slice(at, at + 2000));
  return match && { node: ctx.link(unescape(match[0]), [unescape(match[0])]), end: at + match[0].length };
}

function code(text, at) {
  if (text[at] !== "`") return null;
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1 || text.slice(at, end).includes("\n")) return null;
  return { node: el("code", {}, unescape(text.slice(at + 1, end))), end: end + 1 };
}

function named(text, at) {
  if (text[at] !== ":") return null;
  const match = /^:([a-z0-9_+-]+):/.exec(text.slice(at, at + 60));
  const character = match && emoji(match[1]);
  if (!character) return null;
  const node = el("span", { role: "img", "aria-label": match[1].replaceAll("_", " ") }, character);
  return { node, end: at + match[0].length };
}

const isWord = (character) => character !== undefined && /[\p{L}\p{N}]/u.test(character);

function styled(text, at, ctx) {
  const mark = text[at];
  const tag = STYLE_TAGS[mark];
  if (!tag || isWord(text[at - 1]) || text[at - 1] === mark || /\s/.test(text[at + 1] ?? " ")) return null;
  for (let end = at + 1; end < text.length && text[end] !== "\n"; end += 1) {
    if (text[end] === "<") {
      const shut = text.indexOf(">", end);
      if (shut > 0) end = shut;
    } else if (text[end] === mark && end > at + 1 && !/\s/.test(text[end - 1]) && !isWord(text[end + 1])) {
      return { node: el(tag, {}, inline(text.slice(at + 1, end), ctx)), end: end + 1 };
    }
  }
  return null;
}

function reference(inside, ctx) {
  const [target, ...rest] = inside.split("|");
  const label = rest.join("|");
  if (target.startsWith("@")) return mention(target.slice(1), ctx);
  if (target.startsWith("#")) return channelLink(target.slice(1), label, ctx);
  if (target.startsWith("!date^")) return dateToken(target, label, ctx);
  if (target.startsWith("!")) return el("span", { class: "mention" }, `@${label || target.slice(1).split("^")[0]}`);
  if (!/^(https?:|mailto:|tel:|slack:)/i.test(target)) return null;
  const shown = label ? inline(label, ctx) : [unescape(target).replace(/^(mailto|tel):/, "")];
  return ctx.link(unescape(target), shown);
}

/** A person's name as a mention; the acting person's own is marked. */
export function mention(id, ctx) {
  const person = ctx.person(id);
  const mine = id === ctx.me;
  return el("span", { class: mine ? "mention mention-me" : "mention" }, `@${person?.name ?? id}`);
}

/** A channel's name as a button that opens it. */
export function channelLink(id, label, ctx) {
  const channel = ctx.channel(id);
  const name = `#${channel?.name ?? (label || id)}`;
  if (!channel) return el("span", { class: "mention" }, name);
  return el("button", { class: "mention mention-link", type: "button", on: { click: () => ctx.open(id) } }, name);
}

function dateToken(target, fallback, ctx) {
  const [, seconds, template, url] = target.split("^");
  const written = fillDateTemplate(seconds, template ?? "", unescape(fallback), ctx.reader);
  return url ? ctx.link(unescape(url), [written]) : el("time", { title: unescape(fallback) }, written);
}
