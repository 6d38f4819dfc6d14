/** Work that waits for the next frame of the display, where all of it is done at once. */

const waiting = new Set<() => void>();
let isAsked = false;

function run(): void {
  isAsked = false;
  const due = [...waiting];
  waiting.clear();
  due.forEach((work) => work());
}

/**
 * Does something at the next frame, once however often it is asked for: what nobody could see in between is not drawn.
 * A page that is not looked at has no frames, so it waits there.
 */
export function atNextFrame(work: () => void): void {
  waiting.add(work);
  if (!isAsked) {
    isAsked = true;
    requestAnimationFrame(run);
  }
}

/** Does not do it any more. */
export function notAtNextFrame(work: () => void): void {
  waiting.delete(work);
}
