/** The sandbox's JSON protocol, one function per address. A refusal or a lost server is an Error with a sentence. */

async function ask(address, options) {
  const answer = await fetch(address, { cache: "no-store", ...options });
  const body = await answer.json().catch(() => null);
  if (body === null || (!answer.ok && body.ok === undefined)) {
    throw Object.assign(new Error(body?.error ?? `HTTP ${answer.status}`), { status: answer.status });
  }
  return body;
}

const query = (fields) =>
  new URLSearchParams(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ""),
  );

const post = (address, body) =>
  ask(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** Everything around the messages, as one person sees it: people, channels, commands, clock, what is due next. */
export const getState = (as) => ask(`/box/state?${query({ as })}`);

/**
 * The messages of a channel (roots and broadcasts) or, with `thread_ts`, of one thread: {messages, earlier}.
 * `limit` asks for the newest ones only; `earlier` says how many stand before them.
 */
export const getMessages = (as, channel, { thread_ts, limit } = {}) =>
  ask(`/box/messages?${query({ as, channel, thread_ts, limit })}`);

/** The app's Home as published for one person: {view} or {view: null}. */
export const getHome = (as) => ask(`/box/home?${query({ as })}`);

/** One person's stack of open modals, the top one last. */
export const getViews = (as) => ask(`/box/views?${query({ as })}`);

/** What was said between Slack and the bot from number `since` on. */
export const getCalls = (since) => ask(`/box/calls?${query({ since })}`);

/** One thing that a person does; {ok, errors: {block_id: sentence}, error: sentence}. */
export const act = (as, kind, fields = {}) => post("/box/act", { as, kind, ...fields });

/** Moves product time; {now, walked: [{at, what}]}. */
export const moveClock = (move) => post("/box/clock", { move });

/** The guided path: "move" goes to the hour of its present turn, "skip" leaves its step out. */
export const guide = (what) => post("/box/guide", { do: what });

/** What goes wrong on purpose: {methods, on: [{kind, method, left}]}. */
export const getFaults = () => ask("/box/faults");

/** Switches a fault: slow (seconds), fail or lose (calls), down (minutes), clear. Answers as getFaults. */
export const switchFault = (kind, method, amount) => post("/box/faults", { kind, method, amount });

/** Calls `changed(names)` on each change and `connected(boolean)` when the stream opens or breaks. */
export function listen(changed, connected) {
  const stream = new EventSource("/box/events");
  stream.addEventListener("open", () => connected(true));
  stream.addEventListener("error", () => connected(false));
  stream.addEventListener("message", (event) => changed(JSON.parse(event.data).changed ?? []));
}
