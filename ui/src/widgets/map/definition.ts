import { flag, list, number, object, text, type Infer, type WidgetDefinition } from '@/widgets/contract';
import { markerSchema, markersUseTime, markerSources } from '../shared/markers';
import { unreadOfMap } from '../shared/unread';
import { latitude, longitude, todaysMap } from './older';

export const settingsSchema = object({
  markers: list(markerSchema),
  fitMapBounds: flag(true),
  useDefaultCenterPosition: flag(false),
  defaultCenterPosition: text('0,0'),
  defaultZoomLevel: number(16),
  minZoomLevel: number(2),
});

export type MapSettings = Infer<typeof settingsSchema>;

export const geoMap: WidgetDefinition<MapSettings> = {
  name: 'map',
  types: [
    ...['map', 'maps_v2.map', 'maps_v2.openstreetmap', 'maps.openstreetmap', 'maps_v2.openstreet_map', 'maps.map'],
    ...['maps_v2.google_maps', 'maps.google_maps', 'maps_v2.here_map', 'maps_v2.tencent_maps', 'maps.tencent_maps'],
  ],
  settings: settingsSchema,
  adapt: (config) => todaysMap(config, latitude, longitude),
  unread: ({ settings }) => unreadOfMap(settings),
  sources: (_config, settings) => markerSources(settings.markers),
  usesTime: (config) => markersUseTime(settingsSchema.read(todaysMap(config, latitude, longitude)).markers),
  showsNothing: true,
  load: () => import('./MapView').then((module) => module.MapView),
};

/** `40.75,-73.97` as a place; null if it is none. */
export function placeOf(text: string): readonly [number, number] | null {
  const [lat, lng, ...rest] = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const isPlace = lat !== undefined && lng !== undefined && rest.length === 0 && Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
  return isPlace ? [lat, lng] : null;
}
