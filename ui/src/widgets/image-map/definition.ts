import {
  choice,
  datasourceSchema,
  list,
  maybe,
  object,
  text,
  type Infer,
  type SourceRequest,
  type WidgetConfig,
  type WidgetDefinition,
} from '@/widgets/contract';
import { todaysMap, xPosition, yPosition } from '../map/older';
import { markerSchema, markersUseTime, markerSources } from '../shared/markers';
import { ask } from '../shared/sources';
import { unreadOfMap } from '../shared/unread';

export const settingsSchema = object({
  imageSource: object({
    sourceType: choice(['image', 'entityKey'], 'image'),
    url: maybe(text()),
    entityAliasId: maybe(text()),
    entityKeyType: choice(['attribute', 'timeseries'], 'attribute'),
    entityKey: text(),
  }),
  markers: list(markerSchema),
});

export type ImageMapSettings = Infer<typeof settingsSchema>;

/** The picture comes first, if it is an entity's; then the markers. */
function older(config: WidgetConfig): unknown {
  return todaysMap(config, xPosition, yPosition);
}

export const imageMap: WidgetDefinition<ImageMapSettings> = {
  name: 'image-map',
  types: ['image_map', 'maps_v2.image_map', 'maps.image_map'],
  settings: settingsSchema,
  sources: (_config, settings) => [...pictureSources(settings), ...markerSources(settings.markers)],
  adapt: older,
  unread: ({ settings }) => unreadOfMap(settings),
  usesTime: (config) => markersUseTime(settingsSchema.read(older(config)).markers),
  showsNothing: true,
  load: () => import('./ImageMap').then((module) => module.ImageMap),
};

export function pictureSources({ imageSource }: ImageMapSettings): readonly SourceRequest[] {
  if (imageSource.sourceType !== 'entityKey') {
    return [];
  }
  const datasource = datasourceSchema.read({
    type: 'entity',
    entityAliasId: imageSource.entityAliasId,
    dataKeys: [{ name: imageSource.entityKey, type: imageSource.entityKeyType }],
  });
  return [ask(datasource, 'latest', 1)];
}
