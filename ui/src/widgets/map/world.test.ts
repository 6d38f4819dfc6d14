import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Line, worldOf } from './world';

const file = resolve(import.meta.dirname, '../../../node_modules/world-atlas/countries-50m.json');
const world = worldOf(JSON.parse(readFileSync(file, 'utf8')) as never);

/** A place on the square of the map. */
function at(latitude: number, longitude: number): readonly [number, number] {
  const sin = Math.sin((latitude * Math.PI) / 180);
  return [(longitude + 180) / 360, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

/** Whether a ray from the place crosses the rings an odd number of times. */
function isIn(rings: readonly Line[], [x, y]: readonly [number, number]): boolean {
  let isInside = false;
  for (const { points } of rings) {
    for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
      const [xi = 0, yi = 0, xj = 0, yj = 0] = [points[i], points[i + 1], points[j], points[j + 1]];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) isInside = !isInside;
    }
  }
  return isInside;
}

describe('the world', () => {
  it('has land where there is land, and none in an ocean or a great lake', () => {
    const landIn = (latitude: number, longitude: number) => {
      const [x, y] = at(latitude, longitude);
      return [-1, 0, 1].some((copy) => world.land.some((rings) => isIn(rings, [x + copy, y])));
    };
    expect(landIn(48.1, 11.6)).toBe(true);
    expect(landIn(-33.9, 151.2)).toBe(true);
    expect(landIn(-45, -130)).toBe(false);
    expect(landIn(42, 51)).toBe(false);
    // On both sides of the date line, between them, and at the pole.
    expect([landIn(66.5, 179.5), landIn(66.5, -176)]).toEqual([true, true]);
    expect([landIn(70, 0), landIn(72.5, -155)]).toEqual([false, false]);
    expect(landIn(-80, 100)).toBe(true);
  });

  it('has borders between countries, and every shape on the map', () => {
    expect(world.borders.length).toBeGreaterThan(200);
    const boxes = [...world.land.flat(), ...world.borders].map(({ box }) => box);
    expect(Math.min(...boxes.map(([, top]) => top))).toBeGreaterThanOrEqual(-1e-6);
    expect(Math.max(...boxes.map(([, , , bottom]) => bottom))).toBeLessThanOrEqual(1 + 1e-6);
    // Only what is around the pole is as wide as the map; a shape that is drawn back across it would be, too.
    const wide = boxes.filter(([left, , right]) => right - left > 0.9);
    expect(wide.map(([, , , bottom]) => bottom)).toEqual([1, 1]);
  });
});
