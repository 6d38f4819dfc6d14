/** Markers on maps and plans: which entities, where, how they look, what they tell. */
import { useMemo } from 'react';
import {
  actionSchema,
  choice,
  dataKeySchema,
  datasourceSchema,
  flag,
  keyId,
  list,
  map,
  maybe,
  number,
  numberOf,
  object,
  text,
  type DataKey,
  type Infer,
  type Reading,
  type Row,
  type SourceData,
  type SourceRequest,
} from '@/widgets/contract';
import { pictureAddress } from '@/lib/picture';
import { fieldsSchema } from './fieldRows';
import { fill, type WriteNumber } from './pattern';
import { useWrite } from './useWrite';
import { ask } from './sources';

const tooltip = object({
  show: flag(true),
  trigger: choice(['click', 'hover'], 'click'),
  autoclose: flag(true),
  type: choice(['pattern', 'fields'], 'pattern'),
  pattern: text('${entityName}'),
  fields: fieldsSchema,
  tagActions: list(actionSchema),
});

export const markerSchema = object({
  dsType: choice(['entity', 'device'], 'entity'),
  dsEntityAliasId: maybe(text()),
  dsDeviceId: maybe(text()),
  dsFilterId: maybe(text()),
  xKey: dataKeySchema,
  yKey: dataKeySchema,
  additionalDataKeys: list(dataKeySchema),
  label: object({ show: flag(true), type: text(), style: choice(['plain', 'pill'], 'plain'), pattern: text('${entityName}') }),
  tooltip,
  click: object({ action: maybe(actionSchema) }),
  markerType: choice(['shape', 'icon', 'image'], 'shape'),
  markerShape: object({ size: number(30), color: object({ color: text('#0f766e') }) }),
  markerImage: object({
    type: choice(['image', 'byProfile'], 'image'),
    image: text(),
    imageSize: number(34),
    imagesByProfile: map(text()),
  }),
  markerOffsetX: number(0.5),
  markerOffsetY: number(1),
});

export type MarkerSettings = Infer<typeof markerSchema>;

export function markerSources(markers: readonly MarkerSettings[]): readonly SourceRequest[] {
  return markers.map((marker) =>
    ask(
      datasourceSchema.read({
        type: marker.dsType,
        entityAliasId: marker.dsEntityAliasId,
        deviceId: marker.dsDeviceId,
        filterId: marker.dsFilterId,
        dataKeys: [marker.xKey, marker.yKey, ...marker.additionalDataKeys],
      }),
      'latest',
      10_000,
    ),
  );
}

export function markersUseTime(markers: readonly MarkerSettings[]): boolean {
  return markers.some((marker) => marker.additionalDataKeys.some((key) => key.aggregationType !== 'NONE'));
}

/** An entity that has a place. */
export interface Marker {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly row: Row;
  /** The keys of its datasource. */
  readonly keys: readonly DataKey[];
  readonly settings: MarkerSettings;
  readonly label: string;
  /** Null for a plain dot. */
  readonly image: string | null;
  readonly size: number;
}

/** The markers of the sources; what has no place is left out. */
export type MarkersOf = (data: readonly SourceData[]) => readonly Marker[];

/** What markers stand on: the Earth by latitude and longitude, or a picture by parts of its width and height. */
export type Ground = 'earth' | 'plan';

/** A coordinate, which many files hold as a text. */
function coordinateOf(reading: Reading | undefined): number | null {
  if (reading?.type !== 'STRING') return numberOf(reading);
  return /^\s*[+-]?\d{1,3}(\.\d+)?\s*$/.test(reading.value) ? Number(reading.value) : null;
}

/**
 * A place on the ground; null for what has none. A tracker without a fix says 0, 0, which is in the sea and where nobody
 * has devices.
 */
function placeIn(ground: Ground, x: number | null, y: number | null): readonly [number, number] | null {
  if (x === null || y === null) return null;
  if (ground === 'plan') return [x, y];
  return Math.abs(x) <= 90 && Math.abs(y) <= 180 && !(x === 0 && y === 0) ? [x, y] : null;
}

/** Makes markers; rows that are as they were keep theirs, so that only what changed is drawn again. */
export function markersWith(settings: readonly MarkerSettings[], write: WriteNumber, where: Ground = 'plan'): MarkersOf {
  const makers = settings.map((each, index) => {
    const [x, y] = [keyId(each.xKey), keyId(each.yKey)];
    const known = new WeakMap<Row, Marker>();
    const makeNew = (row: Row, keys: readonly DataKey[]): Marker | null => {
      const place = placeIn(where, coordinateOf(row.latest[x]), coordinateOf(row.latest[y]));
      const label = each.label.show ? fill(each.label.pattern, row, keys, write) : '';
      const id = `${index} ${row.entity.id}`;
      return place && { id, x: place[0], y: place[1], row, keys, settings: each, label, ...pictureOf(each, row) };
    };
    return (row: Row, { keys }: SourceData): Marker | null => {
      const before = known.get(row);
      if (before) {
        return before;
      }
      const made = makeNew(row, keys);
      if (made) {
        known.set(row, made);
      }
      return made;
    };
  });
  return (data) => {
    const markers: Marker[] = [];
    makers.forEach((make, index) => {
      const source = data[index];
      source?.rows.forEach((row) => {
        const marker = make(row, source);
        if (marker) {
          markers.push(marker);
        }
      });
    });
    return markers;
  };
}

/** The markers of a widget. */
export function useMarkers(settings: readonly MarkerSettings[], data: readonly SourceData[], where: Ground): readonly Marker[] {
  const write = useWrite();
  const make = useMemo(() => markersWith(settings, write, where), [settings, write, where]);
  return useMemo(() => make(data), [make, data]);
}

function pictureOf(settings: MarkerSettings, row: Row): { readonly image: string | null; readonly size: number } {
  const { markerType, markerImage, markerShape } = settings;
  if (markerType !== 'image') {
    return { image: null, size: Math.min(Math.max(markerShape.size, 8), 200) };
  }
  const byProfile = markerImage.type === 'byProfile' ? markerImage.imagesByProfile[row.profile] : undefined;
  return { image: pictureAddress(byProfile || markerImage.image), size: Math.min(Math.max(markerImage.imageSize, 8), 400) };
}
