/** Times as the acting person reads them: their zone, their language, and the sandbox's product time as "now". */

const DAY_MS = 86_400_000;

/** Milliseconds since the epoch from what the server sends: Unix seconds, a Slack ts, or an ISO date. */
export function toMillis(value) {
  if (typeof value === "number") return value * 1000;
  if (/^\d+(\.\d+)?$/.test(value ?? "")) return Number(value) * 1000;
  return Date.parse(value);
}

/** `millis` written by Intl in a zone and language; an unknown zone falls back to UTC. */
export function format(millis, options, { locale, tz }) {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: tz }).format(millis);
  } catch {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(millis);
  }
}

/** The calendar day "2026-12-01" of an instant in a zone. */
export function isoDay(millis, tz) {
  return format(millis, { year: "numeric", month: "2-digit", day: "2-digit" }, { locale: "en-CA", tz });
}

/** The wall-clock time "14:05" of an instant in a zone. */
export function isoTime(millis, tz) {
  return format(millis, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, { locale: "en-GB", tz });
}

/**
 * Unix seconds of a wall-clock day and time in a zone. Computed twice, since the first guess of the offset may
 * fall on the other side of a daylight-saving change.
 */
export function toUnix(day, time, tz) {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  let guess = wanted;
  for (let round = 0; round < 2; round += 1) {
    const shown = Date.parse(`${isoDay(guess, tz)}T${isoTime(guess, tz)}:00Z`);
    guess += wanted - shown;
  }
  return Math.round(guess / 1000);
}

const DATE_STYLES = {
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
};

/** "today", "yesterday" or "tomorrow" in the reader's language, or "" for another day. */
export function nearDay(millis, reader) {
  const day = Date.parse(isoDay(millis, reader.tz));
  const today = Date.parse(isoDay(reader.now, reader.tz));
  const distance = Math.round((day - today) / DAY_MS);
  if (Math.abs(distance) > 1) return "";
  return new Intl.RelativeTimeFormat(reader.locale, { numeric: "auto" }).format(distance, "day");
}

function ago(millis, reader) {
  const seconds = Math.round((millis - reader.now) / 1000);
  const write = new Intl.RelativeTimeFormat(reader.locale, { numeric: "auto" });
  for (const [unit, size] of [["day", 86400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(seconds) >= size) return write.format(Math.trunc(seconds / size), unit);
  }
  return write.format(seconds, "second");
}

function token(name, millis, reader) {
  if (name === "date_num") return isoDay(millis, reader.tz);
  if (name === "date_slash") return isoDay(millis, reader.tz).replaceAll("-", "/");
  if (name === "time") return format(millis, { hour: "numeric", minute: "2-digit" }, reader);
  if (name === "time_secs") return format(millis, { hour: "numeric", minute: "2-digit", second: "2-digit" }, reader);
  if (name === "ago") return ago(millis, reader);
  const pretty = name.endsWith("_pretty");
  const style = DATE_STYLES[pretty ? name.slice(0, -"_pretty".length) : name];
  if (!style) return null;
  return (pretty && nearDay(millis, reader)) || format(millis, style, reader);
}

/**
 * A Slack date token's template filled in, e.g. "{date_short_pretty} at {time}". A template with an unknown
 * token, or an unreadable time, gives the fallback, as in Slack
 * (docs.slack.dev/messaging/formatting-message-text, "Date formatting").
 */
export function fillDateTemplate(unixSeconds, template, fallback, reader) {
  const millis = Number(unixSeconds) * 1000;
  if (!Number.isFinite(millis)) return fallback;
  let readable = true;
  const written = template.replace(/\{(\w+)\}/g, (_, name) => {
    const text = token(name, millis, reader);
    if (text === null) readable = false;
    return text ?? "";
  });
  if (!readable) return fallback;
  return written;
}
