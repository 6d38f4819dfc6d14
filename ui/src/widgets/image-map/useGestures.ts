import { type RefObject, useEffect, useRef } from 'react';
import { canZoom, moveBy, type PlanView, zoomAt } from './planView';

type Change = (next: (before: PlanView) => PlanView) => void;

interface Finger {
  readonly x: number;
  readonly y: number;
}

/** Wheel, drag and pinch over a frame. What starts on a pin is the pin's. */
export function useGestures(frame: RefObject<HTMLElement | null>, view: PlanView, change: Change): void {
  const now = useRef(view);
  useEffect(() => {
    now.current = view;
  }, [view]);
  useEffect(() => {
    const element = frame.current;
    return element ? watch(element, now, change) : undefined;
  }, [frame, change]);
}

function watch(element: HTMLElement, now: RefObject<PlanView>, change: Change): () => void {
  const fingers = new Map<number, Finger>();
  const at = (event: MouseEvent): Finger => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
  };
  const wheel = (event: WheelEvent) => {
    // At its ends the wheel is the page's again.
    if (!canZoom(now.current, event.deltaY < 0)) return;
    event.preventDefault();
    const { x, y } = at(event);
    change((before) => zoomAt(before, Math.exp(-Math.max(-240, Math.min(240, event.deltaY)) / 400), x, y));
  };
  const down = (event: PointerEvent) => {
    const isPin = event.target instanceof Element && event.target.closest('button') !== null;
    const isTouch = event.pointerType === 'touch';
    if (isPin || event.button !== 0 || (isTouch ? false : now.current.zoom === 1)) return;
    fingers.set(event.pointerId, at(event));
    if (!isTouch) element.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const here = at(event);
    const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, finger]) => finger);
    fingers.set(event.pointerId, here);
    change((from) => (other ? pinched(from, other, before, here) : moveBy(from, here.x - before.x, here.y - before.y)));
  };
  const up = (event: PointerEvent) => void fingers.delete(event.pointerId);
  // Two fingers are ours at once; one finger scrolls the page until the plan is zoomed in (touch-action says so).
  const touch = (event: TouchEvent) => {
    if (event.touches.length > 1 && event.cancelable) event.preventDefault();
  };
  element.addEventListener('wheel', wheel, { passive: false });
  element.addEventListener('touchmove', touch, { passive: false });
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  return () => {
    element.removeEventListener('wheel', wheel);
    element.removeEventListener('touchmove', touch);
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
  };
}

/** One of two fingers moved: the plan grows with their distance and follows the middle between them. */
function pinched(view: PlanView, other: Finger, before: Finger, here: Finger): PlanView {
  const distance = (finger: Finger) => Math.max(0.01, Math.hypot(finger.x - other.x, finger.y - other.y));
  const moved = moveBy(view, (here.x - before.x) / 2, (here.y - before.y) / 2);
  return zoomAt(moved, distance(here) / distance(before), (here.x + other.x) / 2, (here.y + other.y) / 2);
}
