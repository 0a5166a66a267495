/** What a person has typed or chosen on one surface (a modal, a message, the Home), in Slack's `state.values` shape. */

/** Slack's empty or initial value of an input element. */
export function initialValue(element) {
  const type = element.type;
  const own = INITIAL[
    type.replace("multi_external_select", "multi_static_select").replace("external_select", "static_select")
  ];
  return own ? { type, ...own(element) } : null;
}

const INITIAL = {
  plain_text_input: (e) => ({ value: e.initial_value ?? null }),
  number_input: (e) => ({ value: e.initial_value ?? null }),
  url_text_input: (e) => ({ value: e.initial_value ?? null }),
  email_text_input: (e) => ({ value: e.initial_value ?? null }),
  static_select: (e) => ({ selected_option: e.initial_option ?? null }),
  multi_static_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  radio_buttons: (e) => ({ selected_option: e.initial_option ?? null }),
  checkboxes: (e) => ({ selected_options: e.initial_options ?? [] }),
  users_select: (e) => ({ selected_user: e.initial_user ?? null }),
  multi_users_select: (e) => ({ selected_users: e.initial_users ?? [] }),
  conversations_select: (e) => ({ selected_conversation: e.initial_conversation ?? null }),
  multi_conversations_select: (e) => ({ selected_conversations: e.initial_conversations ?? [] }),
  channels_select: (e) => ({ selected_channel: e.initial_channel ?? null }),
  multi_channels_select: (e) => ({ selected_channels: e.initial_channels ?? [] }),
  datepicker: (e) => ({ selected_date: e.initial_date ?? null }),
  timepicker: (e) => ({ selected_time: e.initial_time ?? null }),
  datetimepicker: (e) => ({ selected_date_time: e.initial_date_time ?? null }),
};

/** Whether an element's value counts as left empty. */
export function isEmpty(value) {
  const held = Object.entries(value ?? {}).filter(([key]) => key !== "type" && key !== "parts");
  return held.every(([, item]) => item === null || item === "" || (Array.isArray(item) && item.length === 0));
}

/** Options of a select, checkbox or radio element, groups flattened. */
export function optionsOf(element) {
  return element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);
}

/** A value as Slack has it, without the `parts` of a date and time that is not whole yet. */
function told(value) {
  const { parts, ...rest } = value ?? {};
  return value && rest;
}

function stillOffered(element, value) {
  if (!element.options && !element.option_groups) return true;
  const offered = new Set(optionsOf(element).map((option) => option.value));
  const chosen = value.selected_options ?? (value.selected_option ? [value.selected_option] : []);
  return chosen.every((option) => offered.has(option.value));
}

/**
 * The values of one surface. A redraw (views.update) keeps what was touched under the same block_id and
 * action_id, as Slack does; a field whose block_id changed starts from its initial value.
 */
export class Answers {
  #touched = new Map();
  #drawn = new Map();

  /** Forgets which fields are on the surface, before it is drawn again. */
  begin() {
    this.#drawn.clear();
  }

  /** Puts a field on the surface and gives the value it starts with. */
  start(blockId, element) {
    const key = JSON.stringify([blockId, element.action_id]);
    const kept = this.#touched.get(key);
    const value = kept?.type === element.type && stillOffered(element, kept) ? kept : initialValue(element);
    this.#drawn.set(key, { blockId, actionId: element.action_id, value });
    return value;
  }

  /** Keeps what the person has just typed or chosen. */
  set(blockId, actionId, value) {
    const key = JSON.stringify([blockId, actionId]);
    this.#touched.set(key, value);
    this.#drawn.set(key, { blockId, actionId, value });
  }

  /** The current value of one field. */
  get(blockId, actionId) {
    return this.#drawn.get(JSON.stringify([blockId, actionId]))?.value;
  }

  /** Everything on the surface: {block_id: {action_id: value}}. */
  values() {
    const all = {};
    for (const { blockId, actionId, value } of this.#drawn.values()) (all[blockId] ??= {})[actionId] = told(value);
    return all;
  }
}
