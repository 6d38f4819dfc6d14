import { describe, expect, it } from 'vitest';
import { canZoom, moveBy, WHOLE, zoomAt } from './planView';

describe('the view of a plan', () => {
  it('keeps the place below the pointer when it zooms', () => {
    const view = zoomAt(WHOLE, 2, 0.75, 0.25);
    expect(view).toEqual({ zoom: 2, x: 0.375, y: 0.125 });
    // Plan place = x + frame / zoom.
    expect(view.x + 0.75 / 2).toBe(0.75);
    expect(zoomAt(view, 0.5, 0.75, 0.25)).toEqual(WHOLE);
  });

  it('never shows beyond the plan', () => {
    expect(zoomAt(WHOLE, 0.5, 0.5, 0.5)).toEqual(WHOLE);
    expect(moveBy(WHOLE, 0.3, 0.3)).toEqual(WHOLE);
    expect(moveBy(zoomAt(WHOLE, 2, 0, 0), -5, 5)).toEqual({ zoom: 2, x: 0.5, y: 0 });
  });

  it('ends at the closest', () => {
    const closest = zoomAt(WHOLE, 1000, 0.5, 0.5);
    expect(closest.zoom).toBe(8);
    expect([canZoom(closest, true), canZoom(closest, false), canZoom(WHOLE, false)]).toEqual([false, true, false]);
  });
});
