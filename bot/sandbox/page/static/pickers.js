/** Multi-selects: of options, of people, of conversations. */
import { optionsOf } from "./answers.js";
import { el } from "./dom.js";
import { hooks, LISTED, optionLabel } from "./fieldparts.js";
import { plain } from "./mrkdwn.js";

const FILTER_FROM = 9;

/** A multi-select is a foldable list of ticks: every choice readable; what is chosen keeps the order of choosing. */
function picker(element, place, choices, chosen, ctx, changed) {
  const picked = new Set(chosen);
  const labels = new Map(choices);
  const summary = el(
    "summary",
    { class: "field", "aria-label": place.label ?? null, "aria-describedby": place.describedBy || null },
  );
  const say = () => {
    const names = [...picked].map((value) => labels.get(value) ?? value);
    summary.textContent = names.length ? names.join(", ") : plain(element.placeholder) || ctx.t("Choose an option");
    summary.classList.toggle("empty", names.length === 0);
  };
  const rows = choices.map(([value, label]) => {
    const tick = el("input", { type: "checkbox", value, checked: picked.has(value) });
    tick.addEventListener("change", () => {
      if (tick.checked && element.max_selected_items && picked.size >= element.max_selected_items) {
        tick.checked = false;
        return;
      }
      if (tick.checked) picked.add(value);
      else picked.delete(value);
      say();
      changed([...picked]);
    });
    return el("label", { class: "tick" }, tick, el("span", {}, label));
  });
  say();
  const filter = choices.length >= FILTER_FROM && filterBox(rows, ctx);
  const limit = element.max_selected_items && el(
    "p",
    { class: "hint" },
    ctx.t("Choose at most {count}", { count: element.max_selected_items }),
  );
  return el(
    "details",
    { class: "picker", id: place.id, data: hooks(element, place) },
    summary,
    el("div", { class: "picker-list", role: "group", "aria-label": place.label ?? null }, limit, filter, rows),
  );
}

function filterBox(rows, ctx) {
  const box = el(
    "input",
    {
      type: "search",
      class: "field",
      placeholder: ctx.t("Filter the choices"),
      "aria-label": ctx.t("Filter the choices"),
    },
  );
  box.addEventListener("input", () => {
    const wanted = box.value.toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
  return box;
}

/** Several of the offered options. */
export function multiStatic(element, value, place, ctx, changed) {
  const choices = optionsOf(element).map((option) => [option.value, optionLabel(option)]);
  const chosen = value.selected_options.map((option) => option.value);
  return picker(element, place, choices, chosen, ctx, (picked) => {
    const options = new Map(optionsOf(element).map((option) => [option.value, option]));
    changed({ type: element.type, selected_options: picked.map((one) => options.get(one)) }, "chosen");
  });
}

/** Several people or conversations. */
export function multiListed(element, value, place, ctx, changed) {
  const { key, list } = LISTED[element.type.replace("multi_", "")];
  const plural = `${key}s`;
  return picker(element, place, list(ctx, element), value[plural], ctx, (picked) =>
    changed({ type: element.type, [plural]: picked }, "chosen"),
  );
}
