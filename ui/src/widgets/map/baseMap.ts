/**
 * The ground below markers when no tile server is set: land and borders from afar, a plan of the demo's district, and the
 * lines of a globe. Drawn here, so a map is never empty and asks nobody.
 */
import L from 'leaflet';
import { areas, buildings, ways, type Area, type Place, type Way } from './cityPlan';
import { copies, loadWorld, sees, trace as traceLine, type World } from './world';

export interface MapColors {
  readonly ground: string;
  readonly sea: string;
  readonly border: string;
  readonly land: string;
  readonly water: string;
  readonly park: string;
  readonly building: string;
  readonly buildingEdge: string;
  readonly way: string;
  readonly wayEdge: string;
  readonly label: string;
  readonly halo: string;
  readonly waterLabel: string;
  readonly line: string;
}

export const lightMap: MapColors = {
  ground: '#e9ebee',
  sea: '#d3e3ee',
  border: '#c3c0b6',
  land: '#f3f2ee',
  water: '#bcd9ea',
  park: '#cfe5c5',
  building: '#e6e2da',
  buildingEdge: '#d8d3c8',
  way: '#ffffff',
  wayEdge: '#dcd8cf',
  label: '#5b6472',
  halo: '#ffffff',
  waterLabel: '#4f83a6',
  line: '#d3d8de',
};

export const darkMap: MapColors = {
  ground: '#1c2128',
  sea: '#17232d',
  border: '#454d5a',
  land: '#22272f',
  water: '#16303f',
  park: '#1f3a2c',
  building: '#2b313b',
  buildingEdge: '#353c48',
  way: '#3a424f',
  wayEdge: '#1d2229',
  label: '#a6b0bf',
  halo: '#1a1f26',
  waterLabel: '#6fa3c4',
  line: '#2c333d',
};

const TILE = 256;
/** From here on outlines are too coarse to be true, and plans begin. */
const PLAN_FROM_ZOOM = 12;
const HOUSES_FROM_ZOOM = 15;
/** Least pixels between two names of one way. */
const LABEL_DISTANCE = 330;

interface Pen {
  readonly context: CanvasRenderingContext2D;
  readonly colors: MapColors;
  readonly zoom: number;
  readonly at: (place: Place) => L.Point;
  /** Pixels of a metre. */
  readonly scale: number;
}

/** The layer of a map. */
export function baseMap(colors: MapColors): L.GridLayer {
  let world: World | null = null;
  let isAsked = false;
  const Layer = L.GridLayer.extend({
    createTile(coords: L.Coords): HTMLElement {
      if (coords.z < PLAN_FROM_ZOOM && !isAsked) {
        isAsked = true;
        loadWorld().then(
          (loaded) => {
            world = loaded;
            layer.redraw();
          },
          // Without outlines the lines of the globe are there.
          () => undefined,
        );
      }
      return drawTile(colors, coords, world);
    },
  });
  // Leaflet's classes are made at run time, so the type of the new one is not known.
  const layer = new (Layer as new (options: L.GridLayerOptions) => L.GridLayer)({ tileSize: TILE, keepBuffer: 1 });
  return layer;
}

function drawTile(colors: MapColors, coords: L.Coords, world: World | null): HTMLElement {
  const canvas = document.createElement('canvas');
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  canvas.width = canvas.height = TILE * ratio;
  const context = canvas.getContext('2d');
  if (!context) {
    return canvas;
  }
  context.scale(ratio, ratio);
  const origin = L.point(coords.x * TILE, coords.y * TILE);
  const at = (place: Place) => L.CRS.EPSG3857.latLngToPoint(L.latLng(place[0], place[1]), coords.z).subtract(origin);
  const center = L.CRS.EPSG3857.pointToLatLng(origin.add([TILE / 2, TILE / 2]), coords.z);
  const scale = 2 ** coords.z * (TILE / (40_075_016 * Math.cos((center.lat * Math.PI) / 180)));
  const pen: Pen = { context, colors, zoom: coords.z, at, scale };
  context.fillStyle = colors.ground;
  context.fillRect(0, 0, TILE, TILE);
  if (world && coords.z < PLAN_FROM_ZOOM) {
    outlines(pen, origin, world);
  } else {
    graticule(pen, origin);
  }
  if (coords.z >= PLAN_FROM_ZOOM) {
    plan(pen);
  }
  return canvas;
}

// ---- land and countries ----------------------------------------------------------------------------------------

function outlines({ context, colors, zoom }: Pen, origin: L.Point, { land, borders }: World): void {
  const size = TILE * 2 ** zoom;
  // A tile beyond the date line shows again what is on the other side.
  const sights = copies({ size, left: ((origin.x % size) + size) % size, top: origin.y, width: TILE });
  context.fillStyle = colors.sea;
  context.fillRect(0, 0, TILE, TILE);
  context.fillStyle = colors.land;
  context.strokeStyle = colors.border;
  context.lineWidth = 0.75;
  context.lineJoin = 'round';
  for (const sight of sights) {
    for (const rings of land) {
      if (!rings[0] || !sees(sight, rings[0])) continue;
      context.beginPath();
      rings.forEach((ring) => traceLine(context, sight, ring));
      context.fill('evenodd');
      context.stroke();
    }
    context.beginPath();
    borders.filter((line) => sees(sight, line)).forEach((line) => traceLine(context, sight, line));
    context.stroke();
  }
}

// ---- the globe's lines -----------------------------------------------------------------------------------------

function graticule(pen: Pen, origin: L.Point): void {
  const { context, zoom, colors } = pen;
  const step = 90 / 2 ** Math.max(0, zoom - 1);
  const northWest = L.CRS.EPSG3857.pointToLatLng(origin, zoom);
  const southEast = L.CRS.EPSG3857.pointToLatLng(origin.add([TILE, TILE]), zoom);
  context.strokeStyle = colors.line;
  context.lineWidth = 1;
  context.beginPath();
  for (let lng = Math.ceil(northWest.lng / step) * step; lng <= southEast.lng; lng += step) {
    const x = Math.round(pen.at([0, lng]).x) + 0.5;
    context.moveTo(x, 0);
    context.lineTo(x, TILE);
  }
  for (let lat = Math.ceil(southEast.lat / step) * step; lat <= northWest.lat; lat += step) {
    const y = Math.round(pen.at([lat, 0]).y) + 0.5;
    context.moveTo(0, y);
    context.lineTo(TILE, y);
  }
  context.stroke();
}

// ---- the plan --------------------------------------------------------------------------------------------------

function plan(pen: Pen): void {
  areas.forEach((area) => fillArea(pen, area));
  const seen = ways.filter((way) => isNear(pen, way.path));
  if (seen.length > 0) {
    seen.forEach((way) => strokeWay(pen, way, true));
    seen.forEach((way) => strokeWay(pen, way, false));
    if (pen.zoom >= HOUSES_FROM_ZOOM) {
      buildings.forEach((house) => fillArea(pen, house));
    }
    seen.forEach((way) => labelWay(pen, way));
  }
  areas.forEach((area) => labelArea(pen, area));
}

function isNear(pen: Pen, places: readonly Place[], margin = 40): boolean {
  const points = places.map(pen.at);
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  return (
    Math.max(...xs) > -margin && Math.min(...xs) < TILE + margin && Math.max(...ys) > -margin && Math.min(...ys) < TILE + margin
  );
}

function trace({ context, at }: Pen, places: readonly Place[], close: boolean): void {
  context.beginPath();
  places.map(at).forEach((point, index) => (index === 0 ? context.moveTo(point.x, point.y) : context.lineTo(point.x, point.y)));
  if (close) {
    context.closePath();
  }
}

function fillArea(pen: Pen, area: Area): void {
  if (!isNear(pen, area.ring, 2)) {
    return;
  }
  trace(pen, area.ring, true);
  pen.context.fillStyle = pen.colors[area.kind];
  pen.context.fill();
  if (area.kind === 'building') {
    pen.context.strokeStyle = pen.colors.buildingEdge;
    pen.context.lineWidth = 0.75;
    pen.context.stroke();
  }
}

function strokeWay(pen: Pen, way: Way, isEdge: boolean): void {
  if (way.rank === 3 && pen.zoom < 14) {
    return;
  }
  const width = Math.max(way.width * pen.scale, way.rank === 1 ? 2 : 1);
  trace(pen, way.path, false);
  pen.context.lineCap = 'round';
  pen.context.strokeStyle = isEdge ? pen.colors.wayEdge : pen.colors.way;
  pen.context.lineWidth = isEdge ? width + 1.5 : width;
  pen.context.stroke();
}

/** Names stand between crossings, not too near to each other; one that crosses an edge is drawn in both tiles. */
function labelWay(pen: Pen, way: Way): void {
  if (pen.zoom < (way.rank === 3 ? 16 : 15) || way.width * pen.scale < 7) {
    return;
  }
  const [from, to] = [way.path[0], way.path[way.path.length - 1]].map((place) => (place ? pen.at(place) : L.point(0, 0)));
  if (!from || !to) {
    return;
  }
  const along = to.subtract(from);
  let angle = Math.atan2(along.y, along.x);
  if (angle > Math.PI / 2 || angle < -Math.PI / 2) {
    angle += Math.PI;
  }
  const size = Math.min(12, Math.max(9, way.width * pen.scale * 0.62));
  let last: L.Point | null = null;
  for (const place of way.labels) {
    const point = pen.at(place);
    if (!last || last.distanceTo(point) > LABEL_DISTANCE) {
      last = point;
      text(pen, way.name, point, { angle, size, color: pen.colors.label });
    }
  }
}

function labelArea(pen: Pen, area: Area): void {
  if (!area.label || pen.zoom < 13) {
    return;
  }
  const isWater = area.kind === 'water';
  text(pen, area.name, pen.at(area.label), {
    angle: isWater ? -Math.PI / 3.1 : 0,
    size: pen.zoom >= 15 ? 15 : 12,
    color: isWater ? pen.colors.waterLabel : pen.colors.label,
  });
}

interface Lettering {
  readonly angle: number;
  readonly size: number;
  readonly color: string;
}

function text({ context, colors }: Pen, words: string, at: L.Point, { angle, size, color }: Lettering): void {
  if (at.x < -120 || at.x > TILE + 120 || at.y < -120 || at.y > TILE + 120) {
    return;
  }
  context.save();
  context.translate(at.x, at.y);
  context.rotate(angle);
  context.font = `500 ${size}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.strokeStyle = colors.halo;
  context.lineWidth = 3;
  context.strokeText(words, 0, 0);
  context.fillStyle = color;
  context.fillText(words, 0, 0);
  context.restore();
}
