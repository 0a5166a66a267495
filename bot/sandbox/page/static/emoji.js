/** The emoji short names that bots usually write; any other name is shown as it was written. */
const BY_NAME = {
  "+1": "👍", "-1": "👎", alarm_clock: "⏰", arrow_forward: "▶️", arrow_left: "⬅️", arrow_right: "➡️",
  arrow_up: "⬆️", arrow_down: "⬇️", arrows_counterclockwise: "🔄", ballot_box_with_check: "☑️", bar_chart: "📊",
  bell: "🔔", black_circle: "⚫", black_square_button: "🔲", bookmark: "🔖", books: "📚", bulb: "💡", busts_in_silhouette: "👥",
  bust_in_silhouette: "👤", calendar: "📅", chart_with_downwards_trend: "📉", chart_with_upwards_trend: "📈",
  clap: "👏", clipboard: "📋", clock1: "🕐", computer: "💻", construction: "🚧", crystal_ball: "🔮", date: "📅",
  ear: "👂", email: "📧", envelope: "✉️", exclamation: "❗", eyes: "👀", file_folder: "📁", fire: "🔥",
  gear: "⚙️", gift: "🎁", globe_with_meridians: "🌐", green_circle: "🟢", grey_question: "❔", handshake: "🤝",
  heart: "❤️", heavy_check_mark: "✔️", heavy_minus_sign: "➖", heavy_plus_sign: "➕", hourglass: "⌛",
  hourglass_flowing_sand: "⏳", information_source: "ℹ️", key: "🔑", large_blue_circle: "🔵",
  large_green_circle: "🟢", large_orange_circle: "🟠", large_red_circle: "🔴", large_yellow_circle: "🟡", link: "🔗",
  loudspeaker: "📢", lock: "🔒", unlock: "🔓", mag: "🔍", mega: "📣", memo: "📝", mute: "🔇", musical_note: "🎵",
  musical_score: "🎼", neutral_face: "😐", newspaper: "📰", no_bell: "🔕", no_entry: "⛔", no_entry_sign: "🚫",
  ok_hand: "👌", package: "📦", paperclip: "📎", pencil: "📝", pencil2: "✏️", phone: "☎️", point_right: "👉",
  pray: "🙏", pushpin: "📌", question: "❓", raised_hand: "✋", raised_hands: "🙌", recycle: "♻️", red_circle: "🔴",
  repeat: "🔁", rocket: "🚀", rotating_light: "🚨", scroll: "📜", shield: "🛡️", slightly_smiling_face: "🙂", smile: "😄",
  smiley: "😃", sos: "🆘", sparkles: "✨", speech_balloon: "💬", star: "⭐", stopwatch: "⏱️", tada: "🎉", telephone_receiver: "📞",
  thinking_face: "🤔", thumbsup: "👍", thumbsdown: "👎", timer_clock: "⏲️", trophy: "🏆", truck: "🚚", v: "✌️", warning: "⚠️",
  wave: "👋", white_check_mark: "✅", white_circle: "⚪", worried: "😟", wrench: "🔧", x: "❌", zap: "⚡", zzz: "💤",
};

/** The character of a short name (without colons), or undefined. */
export function emoji(name) {
  return Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
}

/** `text` with every known `:name:` replaced by its character. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emoji(name) ?? whole);
}
