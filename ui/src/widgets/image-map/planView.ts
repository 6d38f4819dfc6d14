/** Which part of a plan is in sight. All lengths are parts of a whole: of the plan, or of the frame it is seen through. */
export interface PlanView {
  /** 1 shows the whole plan. */
  readonly zoom: number;
  /** The plan's place at the left edge of the frame. */
  readonly x: number;
  readonly y: number;
}

export const WHOLE: PlanView = { zoom: 1, x: 0, y: 0 };

const CLOSEST = 8;

/** Zooms so that what is at a place of the frame stays there. */
export function zoomAt(view: PlanView, factor: number, frameX: number, frameY: number): PlanView {
  const zoom = Math.min(Math.max(view.zoom * factor, 1), CLOSEST);
  return within({
    zoom,
    x: view.x + frameX / view.zoom - frameX / zoom,
    y: view.y + frameY / view.zoom - frameY / zoom,
  });
}

/** Moves the plan under the frame by parts of the frame. */
export function moveBy(view: PlanView, frameX: number, frameY: number): PlanView {
  return within({ ...view, x: view.x - frameX / view.zoom, y: view.y - frameY / view.zoom });
}

export function canZoom(view: PlanView, isIn: boolean): boolean {
  return isIn ? view.zoom < CLOSEST : view.zoom > 1;
}

/** The plan fills the frame always. */
function within({ zoom, x, y }: PlanView): PlanView {
  const last = 1 - 1 / zoom;
  return { zoom, x: Math.min(Math.max(x, 0), last), y: Math.min(Math.max(y, 0), last) };
}
