/** Pictures: small ones in a line, and image blocks with what Slack tells of a file (its name and size, ways to get it). */
import { el } from "./dom.js";
import { plain } from "./mrkdwn.js";

/** The picture itself. Those of other hosts are named, not fetched: the page asks nobody but the sandbox. */
export function picture(image, className) {
  const url = own(image);
  if (url) return el("img", { class: className, src: url.href, alt: image.alt_text ?? "" });
  return el(
    "span",
    { class: `${className} picture-named`, role: "img", "aria-label": image.alt_text ?? "" },
    `🖼 ${image.alt_text ?? ""}`,
  );
}

/** An image block: its title, its file's name and size, and the picture, which opens in its full size. */
export function pictureBlock(block, ctx) {
  const file = block.slack_file && ctx.file?.(block.slack_file.id);
  const title = plain(block.title);
  const shown = picture(block, "block-picture");
  const url = own(block);
  const save = url && file && el("a", { class: "picture-save", href: url.href, download: file.name }, ctx.t("Download"));
  const told = file && el("span", { class: "hint" }, `${file.name} · ${inKilobytes(file.size, ctx)}`);
  return el(
    "figure",
    {},
    (title || told) && el("figcaption", {}, title && el("strong", {}, title), told, save),
    url ? el("a", { class: "picture-whole", href: url.href, target: "_blank", rel: "noopener" }, shown) : shown,
  );
}

function own(image) {
  const address = image.slack_file?.id ? `/box/files/${image.slack_file.id}` : image.image_url;
  const url = address && new URL(address, location.href);
  return url && (url.origin === location.origin || url.protocol === "data:") ? url : null;
}

function inKilobytes(bytes, ctx) {
  const size = Math.max(1, Math.round(bytes / 1000));
  return new Intl.NumberFormat(ctx.reader.locale, { style: "unit", unit: "kilobyte" }).format(size);
}
