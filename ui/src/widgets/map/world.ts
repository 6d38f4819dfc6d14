/**
 * Outlines of land and countries for maps without a tile server: Natural Earth (public domain), as the package
 * world-atlas gives it. Loaded with the first map that needs it; asks nobody but this server.
 */
import address from 'world-atlas/countries-50m.json?url';

/** Pairs of coordinates on the square of the world's map, 0 to 1 from its top left, with the box around them. */
export interface Line {
  readonly points: Float64Array;
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
}

export interface World {
  /** Each with its holes, such as lakes. */
  readonly land: readonly (readonly Line[])[];
  /** Between countries, without coasts. */
  readonly borders: readonly Line[];
}

type Arcs = readonly number[];

interface Topology {
  readonly transform: { readonly scale: readonly [number, number]; readonly translate: readonly [number, number] };
  readonly arcs: readonly (readonly (readonly [number, number])[])[];
  readonly objects: Readonly<Record<'countries' | 'land', { readonly geometries: readonly Geometry[] }>>;
}

type Geometry =
  | { readonly type: 'Polygon'; readonly arcs: readonly Arcs[] }
  | { readonly type: 'MultiPolygon'; readonly arcs: readonly (readonly Arcs[])[] };

let loading: Promise<World> | undefined;

export function loadWorld(): Promise<World> {
  loading ??= fetch(address)
    .then((response) => response.json() as Promise<Topology>)
    .then(worldOf);
  return loading;
}

/** Reads a topology: arcs are told once, in steps, and shapes name them; a name below zero is one that runs backwards. */
export function worldOf({ transform, arcs, objects }: Topology): World {
  const { scale, translate } = transform;
  const decoded = arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return onMap(x * scale[0] + translate[0], y * scale[1] + translate[1]);
    });
  });
  const arcOf = (index: number) => (index < 0 ? [...(decoded[~index] ?? [])].reverse() : (decoded[index] ?? []));
  const ringOf = (ring: Arcs) => lineOf(closed(whole(ring.flatMap((index, place) => arcOf(index).slice(place === 0 ? 0 : 1)))));
  const used = new Map<number, number>();
  objects.countries.geometries.flatMap(polygonsOf).flat(2).forEach((index) => {
    const arc = index < 0 ? ~index : index;
    used.set(arc, (used.get(arc) ?? 0) + 1);
  });
  return {
    land: objects.land.geometries.flatMap(polygonsOf).map((rings) => rings.map(ringOf)),
    borders: [...used].flatMap(([arc, times]) => (times > 1 ? [lineOf(whole(arcOf(arc)))] : [])),
  };
}

function polygonsOf(geometry: Geometry): readonly (readonly Arcs[])[] {
  return geometry.type === 'Polygon' ? [geometry.arcs] : geometry.type === 'MultiPolygon' ? geometry.arcs : [];
}

/** The map ends short of the poles. */
const LAST_LATITUDE = 85.0511;

function onMap(longitude: number, latitude: number): readonly [number, number] {
  const sin = Math.sin((Math.max(-LAST_LATITUDE, Math.min(LAST_LATITUDE, latitude)) * Math.PI) / 180);
  return [(longitude + 180) / 360, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

type Places = readonly (readonly [number, number])[];

/** A line over the date line goes on beyond the edge of the map instead of back across it. */
function whole(places: Places): Places {
  let turns = 0;
  return places.map(([x, y], index) => {
    const step = x - (places[index - 1]?.[0] ?? x);
    turns += step > 0.5 ? -1 : step < -0.5 ? 1 : 0;
    return [x + turns, y] as const;
  });
}

/** A ring around the pole, which is Antarctica's, is closed along the lower edge. */
function closed(places: Places): Places {
  const [first, last] = [places[0], places.at(-1)];
  if (!first || !last || Math.abs(last[0] - first[0]) < 0.5) return places;
  return [...places, [last[0], 1], [first[0], 1]];
}

function lineOf(places: Places): Line {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  const points = new Float64Array(places.length * 2);
  places.forEach(([x, y], index) => {
    points[index * 2] = x;
    points[index * 2 + 1] = y;
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  });
  return { points, box };
}

/** The part of the world in a tile. */
export interface Sight {
  /** Pixels of the whole world's width. */
  readonly size: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

export function sees({ size, left, top, width }: Sight, { box }: Line): boolean {
  return box[2] * size >= left && box[0] * size <= left + width && box[3] * size >= top && box[1] * size <= top + width;
}

/** The part as the copies of the world to the left and the right of this one see it, for lines over the date line. */
export function copies(sight: Sight): readonly Sight[] {
  return [-1, 0, 1].map((copy) => ({ ...sight, left: sight.left - copy * sight.size }));
}

/** Adds a line to the path that is being drawn. */
export function trace(context: CanvasRenderingContext2D, { size, left, top }: Sight, { points }: Line): void {
  for (let at = 0; at < points.length; at += 2) {
    const [x, y] = [(points[at] ?? 0) * size - left, (points[at + 1] ?? 0) * size - top];
    if (at === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
}
