/** What the controls of fields share: how they are named and found, and what they offer. */
import { plain } from "./mrkdwn.js";

/** The attributes by which an element is found again. */
export const hooks = (element, place) => ({ "block-id": place.blockId, "action-id": element.action_id });

/** The attributes by which a screen reader names it. */
export const naming = (place) => ({
  id: place.id,
  "aria-label": place.label ?? null,
  "aria-describedby": place.describedBy || null,
  "aria-invalid": place.invalid ? "true" : null,
});

/** An option as one line. */
export const optionLabel = (option) => {
  const hint = plain(option.description);
  return hint ? `${plain(option.text)} – ${hint}` : plain(option.text);
};

/** Menus of people and conversations: where Slack keeps what is chosen, and the choices. */
export const LISTED = {
  users_select: { key: "selected_user", list: (ctx) => ctx.people() },
  conversations_select: { key: "selected_conversation", list: (ctx, element) => ctx.conversations(element.filter) },
  channels_select: { key: "selected_channel", list: (ctx) => ctx.conversations({ include: ["public"] }) },
};
