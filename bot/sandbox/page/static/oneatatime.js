/** How the page asks the server again: never in parallel with itself. */

/** Runs `work` now, and once more if it was asked for again meanwhile: never two at a time, never one missed. */
export function oneAtATime(work) {
  let running = null;
  let again = false;
  const run = async () => {
    do {
      again = false;
      await work().catch((error) => console.warn(error));
    } while (again);
    running = null;
  };
  return () => {
    if (running) again = true;
    else running = run();
    return running;
  };
}
