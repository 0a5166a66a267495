/** Block Kit's input elements as form controls (docs.slack.dev/reference/block-kit/block-elements). */
import { optionsOf } from "./answers.js";
import { isoDay, isoTime, toUnix } from "./dates.js";
import { el, freshId } from "./dom.js";
import { hooks, LISTED, naming, optionLabel } from "./fieldparts.js";
import { plain, textObject } from "./mrkdwn.js";
import { multiListed, multiStatic } from "./pickers.js";

/**
 * The control of one element, or null when its type is not an input.
 * `place` is {blockId, id, label, describedBy, invalid}; `changed(value, how)` is told each new value, with how
 * "typed", "entered" (Enter pressed), "half chosen" (a date without its time) or "chosen".
 */
export function control(element, value, place, ctx, changed) {
  const draw = CONTROLS[element.type];
  return draw ? draw(element, value, place, ctx, changed) : null;
}

/** Whether an element takes a value (as a button or an overflow menu does not). */
export const takesValue = (element) => Object.hasOwn(CONTROLS, element.type);

function textControl(kind) {
  return (element, value, place, ctx, changed) => {
    const attributes = {
      ...naming(place),
      class: "field",
      placeholder: plain(element.placeholder) || null,
      maxlength: element.max_length ?? null,
      autofocus: Boolean(element.focus_on_load),
      data: hooks(element, place),
    };
    const node = element.multiline
      ? el("textarea", { ...attributes, rows: 4 })
      : el(
        "input",
        {
          ...attributes,
          type: kind,
          step: kind === "number" ? (element.is_decimal_allowed ? "any" : "1") : null,
          autocomplete: "off",
        },
      );
    node.value = value.value ?? "";
    const read = () => ({ type: element.type, value: node.value === "" ? null : node.value });
    node.addEventListener("input", () => changed(read(), "typed"));
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || (element.multiline && !event.ctrlKey && !event.metaKey)) return;
      changed(read(), "entered");
    });
    return node;
  };
}

function select(element, place, entries, chosen, placeholder, changed) {
  const node = el("select", { ...naming(place), class: "field", data: hooks(element, place) });
  node.append(el("option", { value: "" }, placeholder));
  for (const entry of entries) {
    const holder = entry.group ? el("optgroup", { label: entry.group }) : node;
    for (const [value, label] of entry.choices) holder.append(el("option", { value }, label));
    if (holder !== node) node.append(holder);
  }
  node.value = chosen ?? "";
  node.addEventListener("change", () => changed(node.value || null));
  return node;
}

function staticSelect(element, value, place, ctx, changed) {
  const groups = element.option_groups ?? [{ options: element.options ?? [] }];
  const entries = groups.map((group) => ({
    group: plain(group.label),
    choices: group.options.map((option) => [option.value, optionLabel(option)]),
  }));
  const placeholder = plain(element.placeholder) || ctx.t("Choose an option");
  return select(element, place, entries, value.selected_option?.value, placeholder, (chosen) => {
    const option = optionsOf(element).find((candidate) => candidate.value === chosen) ?? null;
    changed({ type: element.type, selected_option: option }, "chosen");
  });
}

function listedSelect(element, value, place, ctx, changed) {
  const { key, list } = LISTED[element.type];
  const entries = [{ choices: list(ctx, element) }];
  const placeholder = plain(element.placeholder) || ctx.t("Choose an option");
  return select(element, place, entries, value[key], placeholder, (chosen) =>
    changed({ type: element.type, [key]: chosen }, "chosen"),
  );
}

function ticks(element, value, place, ctx, changed) {
  const single = element.type === "radio_buttons";
  const chosen = new Set(
    single ? [value.selected_option?.value] : value.selected_options.map((option) => option.value),
  );
  const name = freshId("choice");
  const group = el("div", {
    ...naming(place),
    role: single ? "radiogroup" : "group",
    "aria-label": null,
    "aria-labelledby": place.labelId ?? null,
    class: "ticks",
    data: hooks(element, place),
  });
  const read = () => {
    const values = [...group.querySelectorAll("input:checked")].map((input) => input.value);
    const options = optionsOf(element).filter((option) => values.includes(option.value));
    return single ? { type: element.type, selected_option: options[0] ?? null } : {
      type: element.type,
      selected_options: options,
    };
  };
  for (const option of optionsOf(element)) {
    const tick = el(
      "input",
      { type: single ? "radio" : "checkbox", name, value: option.value, checked: chosen.has(option.value) },
    );
    tick.addEventListener("change", () => changed(read(), "chosen"));
    const hint = option.description && el("span", { class: "hint" }, textObject(option.description, ctx));
    group.append(el("label", { class: "tick" }, tick, el("span", {}, textObject(option.text, ctx), hint)));
  }
  return group;
}

function dayOrTime(kind, key) {
  return (element, value, place, ctx, changed) => {
    const node = el("input", { ...naming(place), class: "field short", type: kind, data: hooks(element, place) });
    node.value = value[key] ?? "";
    node.addEventListener("change", () => changed({ type: element.type, [key]: node.value || null }, "chosen"));
    return node;
  };
}

/**
 * Date and time side by side, read in the acting person's zone; the value is Unix seconds. `parts` keeps a half
 * that was chosen alone, should the form be drawn again meanwhile.
 */
function dateTime(element, value, place, ctx, changed) {
  const tz = ctx.reader.tz;
  const start = value.selected_date_time;
  const day = el(
    "input",
    {
      ...naming(place),
      type: "date",
      class: "field short",
      "aria-label": ctx.t("Choose a date"),
      data: { part: "date" },
    },
  );
  const time = el(
    "input",
    { type: "time", class: "field short", "aria-label": ctx.t("Choose a time"), data: { part: "time" } },
  );
  if (start) {
    day.value = isoDay(start * 1000, tz);
    time.value = isoTime(start * 1000, tz);
  } else if (value.parts) {
    [day.value, time.value] = value.parts;
  }
  const tell = () => {
    const whole = day.value && time.value ? toUnix(day.value, time.value, tz) : null;
    const half = whole === null && (day.value || time.value);
    const parts = [day.value, time.value];
    changed({ type: element.type, selected_date_time: whole, parts }, half ? "half chosen" : "chosen");
  };
  day.addEventListener("change", tell);
  time.addEventListener("change", tell);
  return el(
    "div",
    { class: "date-time", role: "group", "aria-labelledby": place.labelId ?? null, data: hooks(element, place) },
    day,
    time,
  );
}

const CONTROLS = {
  plain_text_input: textControl("text"),
  number_input: textControl("number"),
  url_text_input: textControl("url"),
  email_text_input: textControl("email"),
  static_select: staticSelect,
  external_select: staticSelect,
  users_select: listedSelect,
  conversations_select: listedSelect,
  channels_select: listedSelect,
  multi_static_select: multiStatic,
  multi_external_select: multiStatic,
  multi_users_select: multiListed,
  multi_conversations_select: multiListed,
  multi_channels_select: multiListed,
  radio_buttons: ticks,
  checkboxes: ticks,
  datepicker: dayOrTime("date", "selected_date"),
  timepicker: dayOrTime("time", "selected_time"),
  datetimepicker: dateTime,
};
