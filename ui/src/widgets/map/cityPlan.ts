/**
 * A plan of Midtown Manhattan, drawn by rule: numbered streets and named avenues are a regular grid there, turned by 29
 * degrees. It gives the demo's buildings a neighbourhood without asking any server for it.
 */

/** Latitude and longitude. */
export type Place = readonly [number, number];

export interface Way {
  readonly name: string;
  readonly path: readonly Place[];
  /** Metres from curb to curb. */
  readonly width: number;
  readonly rank: 1 | 2 | 3;
  /** Where its name may stand: between crossings. */
  readonly labels: readonly Place[];
}

export interface Area {
  readonly kind: 'land' | 'water' | 'park' | 'building';
  readonly name: string;
  readonly ring: readonly Place[];
  /** Where the name stands. */
  readonly label?: Place;
}

const FIRST_STREET = 28;
const LAST_STREET = 80;
/** Fifth Avenue at 42nd Street, and what one street further north adds. */
const ORIGIN: Place = [40.75355, -73.98085];
const PER_STREET: Place = [0.000638, 0.000465];
/** What a metre to the east, along a street, adds. */
const PER_METRE: Place = [-0.4848 / 111_200, 0.8746 / 84_300];

/** The corner of a street, which may be between two, with a distance in metres east of Fifth Avenue. */
export function corner(street: number, metres: number): Place {
  const north = street - 42;
  return [
    ORIGIN[0] + PER_STREET[0] * north + PER_METRE[0] * metres,
    ORIGIN[1] + PER_STREET[1] * north + PER_METRE[1] * metres,
  ];
}

const AVENUES: readonly { readonly name: string; readonly at: number; readonly width: number; readonly from?: number; readonly to?: number }[] = [
  { name: 'Twelfth Ave', at: -1755, width: 26, to: 58 },
  { name: 'Eleventh Ave', at: -1510, width: 22 },
  { name: 'Tenth Ave', at: -1265, width: 22 },
  { name: 'Ninth Ave', at: -1020, width: 22 },
  { name: 'Eighth Ave', at: -775, width: 24 },
  { name: 'Seventh Ave', at: -530, width: 24, to: 59 },
  { name: 'Sixth Ave', at: -280, width: 24, to: 59 },
  { name: 'Fifth Ave', at: 0, width: 24 },
  { name: 'Madison Ave', at: 140, width: 20 },
  { name: 'Park Ave', at: 280, width: 32 },
  { name: 'Lexington Ave', at: 420, width: 19 },
  { name: 'Third Ave', at: 615, width: 24 },
  { name: 'Second Ave', at: 830, width: 24 },
  { name: 'First Ave', at: 1060, width: 24 },
  { name: 'York Ave', at: 1240, width: 20, from: 59 },
];

/** Halfway between avenues, metres east of Fifth Avenue. */
const MID_BLOCKS = [-1632, -1388, -1142, -898, -652, -405, -140, 70, 350, 518, 722, 945, 1150];

const WIDE_STREETS = new Set([34, 42, 57, 59, 72, 79]);
const WEST_SHORE = -1800;
const PARK = { from: 59, west: -775, east: 0 };

/** Where the land ends in the east: the river is nearer further south. */
function eastShore(street: number): number {
  return street < 49 ? 1170 + (street - FIRST_STREET) * 2.5 : 1225 + (street - 49) * 4.5;
}

function isPark(street: number, metres: number): boolean {
  return street >= PARK.from && metres > PARK.west && metres < PARK.east;
}

export const ways: readonly Way[] = [...streets(), ...avenues(), broadway()];

function streets(): readonly Way[] {
  const all: Way[] = [];
  for (let street = FIRST_STREET + 1; street < LAST_STREET; street++) {
    const isWide = WIDE_STREETS.has(street);
    const parts: readonly (readonly [number, number])[] =
      street > PARK.from
        ? [[WEST_SHORE + 30, PARK.west], [PARK.east, eastShore(street) - 20]]
        : [[WEST_SHORE + 30, eastShore(street) - 20]];
    for (const [west, east] of parts) {
      all.push({
        name: `${east <= 0 ? 'W' : 'E'} ${ordinal(street)} St`,
        path: [corner(street, west), corner(street, east)],
        width: isWide ? 22 : 11,
        rank: isWide ? 2 : 3,
        labels: MID_BLOCKS.filter((at) => at > west && at < east).map((at) => corner(street, at)),
      });
    }
  }
  return all;
}

function ordinal(number: number): string {
  const last = number % 10;
  const isTeen = Math.floor(number / 10) % 10 === 1;
  return `${number}${isTeen ? 'th' : last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th'}`;
}

function avenues(): readonly Way[] {
  return AVENUES.map(({ name, at, width, from = FIRST_STREET, to = LAST_STREET }) => ({
    name,
    path: [corner(from, at), corner(to, at)],
    width,
    rank: 1,
    labels: middles(from, to).map((street) => corner(street, at)),
  }));
}

function broadway(): Way {
  const path = [[FIRST_STREET, -120], [34, -280], [45, -530], [59, -775], [64, -850], [72, -1020], [LAST_STREET, -1080]] as const;
  return { name: 'Broadway', path: path.map(([street, metres]) => corner(street, metres)), width: 22, rank: 1, labels: [corner(36.4, -360), corner(49.5, -612), corner(55.5, -715)] };
}

/** Halfway between streets. */
function middles(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index + 0.5);
}

// ---- areas -----------------------------------------------------------------------------------------------------

function shore(from: number, to: number, at: (street: number) => number): readonly Place[] {
  const points: Place[] = [];
  const step = from < to ? 1 : -1;
  for (let street = from; street !== to + step; street += step) {
    points.push(corner(street, at(street)));
  }
  return points;
}

const ends = [FIRST_STREET - 14, LAST_STREET + 14] as const;

export const areas: readonly Area[] = [
  { kind: 'land', name: '', ring: [corner(ends[0], -5200), corner(ends[1], -5200), corner(ends[1], 5200), corner(ends[0], 5200)] },
  {
    kind: 'water',
    name: 'Hudson River',
    label: corner(48, -2450),
    ring: [...shore(ends[0], ends[1], () => WEST_SHORE), ...shore(ends[1], ends[0], (street) => -3120 + 60 * Math.sin(street / 9))],
  },
  {
    kind: 'water',
    name: 'East River',
    label: corner(45, 1480),
    ring: [...shore(ends[0], ends[1], eastShore), ...shore(ends[1], ends[0], (street) => eastShore(street) + 720 + 40 * Math.sin(street / 5))],
  },
  {
    kind: 'land',
    name: '',
    ring: [...shore(48, 84, (street) => eastShore(street) + 300), ...shore(84, 48, (street) => eastShore(street) + 440)],
  },
  {
    kind: 'park',
    name: 'Central Park',
    label: corner(65, -390),
    ring: [corner(PARK.from + 0.15, PARK.west + 20), corner(ends[1], PARK.west + 20), corner(ends[1], PARK.east - 20), corner(PARK.from + 0.15, PARK.east - 20)],
  },
  { kind: 'water', name: '', ring: blob(60.6, -130, 1.1, 95) },
  { kind: 'water', name: '', ring: blob(74.5, -470, 2.4, 150) },
  { kind: 'park', name: 'Bryant Park', label: corner(41, -190), ring: [corner(40.15, -265), corner(41.85, -265), corner(41.85, -115), corner(40.15, -115)] },
];

/** Something round: a pond. */
function blob(street: number, metres: number, streetsHigh: number, metresWide: number): readonly Place[] {
  return Array.from({ length: 28 }, (_, index) => {
    const angle = (index / 28) * 2 * Math.PI;
    const bulge = 1 + 0.22 * Math.sin(3 * angle + street) + 0.1 * Math.cos(5 * angle);
    return corner(street + streetsHigh * bulge * Math.sin(angle), metres + metresWide * bulge * Math.cos(angle));
  });
}

/** A number in 0..1 that belongs to a place for ever. */
function chance(a: number, b: number, c: number): number {
  let x = (a * 374_761_393 + b * 668_265_263 + c * 2_147_483_647) | 0;
  x = Math.imul(x ^ (x >>> 13), 1_274_126_177);
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

/** The houses: every block is cut into lots, some of which stand back. */
export const buildings: readonly Area[] = houses();

function houses(): readonly Area[] {
  const all: Area[] = [];
  const lines = AVENUES.map((avenue) => avenue.at);
  for (let street = FIRST_STREET; street < LAST_STREET; street++) {
    for (let block = 0; block + 1 < lines.length; block++) {
      const west = (lines[block] ?? 0) + 17;
      const east = Math.min((lines[block + 1] ?? 0) - 17, eastShore(street) - 30);
      const isBryant = street >= 40 && street < 42 && west < -100 && east > -270 && west > -300;
      if (east - west < 30 || isPark(street + 0.5, (west + east) / 2) || isBryant) {
        continue;
      }
      cutBlock(all, street, west, east);
    }
  }
  return all;
}

function cutBlock(all: Area[], street: number, west: number, east: number): void {
  let at = west;
  for (let lot = 0; at < east - 12; lot++) {
    const wide = Math.min(east - at, 22 + 46 * chance(street, Math.round(west), lot));
    const south = street + 0.13 + 0.06 * chance(street, lot, 7);
    const north = street + 0.87 - 0.06 * chance(street, lot, 11);
    const isSplit = chance(street, lot, 13) > 0.35;
    const middle = street + 0.47 + 0.06 * chance(street, lot, 17);
    for (const [from, to] of isSplit ? [[south, middle], [middle + 0.05, north]] : [[south, north]]) {
      if (chance(street, lot, Math.round((from ?? 0) * 100)) > 0.06) {
        all.push({
          kind: 'building',
          name: '',
          ring: [corner(from ?? 0, at), corner(to ?? 0, at), corner(to ?? 0, at + wide - 3), corner(from ?? 0, at + wide - 3)],
        });
      }
    }
    at += wide;
  }
}
