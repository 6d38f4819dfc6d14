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

/** Makes markers; rows that are as they were keep theirs, so that only what changed is drawn again. */
export function markersWith(settings: readonly MarkerSettings[], write: WriteNumber): MarkersOf {
  const makers = settings.map((each, index) => {
    const [x, y] = [keyId(each.xKey), keyId(each.yKey)];
    const known = new WeakMap<Row, Marker>();
    const makeNew = (row: Row, keys: readonly DataKey[]): Marker | null => {
      const [atX, atY] = [numberOf(row.latest[x]), numberOf(row.latest[y])];
      const label = each.label.show ? fill(each.label.pattern, row, keys, write) : '';
      const id = `${index} ${row.entity.id}`;
      return atX === null || atY === null ? null : { id, x: atX, y: atY, row, keys, settings: each, label, ...pictureOf(each, row) };
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
export function useMarkers(settings: readonly MarkerSettings[], data: readonly SourceData[]): readonly Marker[] {
  const write = useWrite();
  const make = useMemo(() => markersWith(settings, write), [settings, write]);
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
