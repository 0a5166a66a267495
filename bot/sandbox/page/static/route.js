/** Where one is, kept in the address: the browser's back button works, and two windows can act as two people. */

/** {as, channel, thread, tab} as the address says, with "" for what it does not say. */
export function readRoute() {
  const said = new URLSearchParams(location.hash.slice(1));
  return {
    as: said.get("as") ?? "",
    channel: said.get("in") ?? "",
    thread: said.get("thread") ?? "",
    tab: said.get("tab") ?? "",
  };
}

/** Goes somewhere; the page follows when the browser tells that the address changed. */
export function writeRoute({ as, channel, thread, tab }) {
  const said = { as, in: channel, thread, tab };
  location.hash = new URLSearchParams(Object.entries(said).filter(([, value]) => value)).toString();
}
