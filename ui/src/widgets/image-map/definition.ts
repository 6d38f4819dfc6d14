import {
  choice,
  datasourceSchema,
  list,
  maybe,
  object,
  text,
  type Infer,
  type SourceRequest,
  type WidgetDefinition,
} from '@/widgets/contract';
import { markerSchema, markersUseTime, markerSources } from '../shared/markers';
import { ask } from '../shared/sources';

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
export const imageMap: WidgetDefinition<ImageMapSettings> = {
  name: 'image-map',
  types: ['image_map', 'maps_v2.image_map', 'maps.image_map'],
  settings: settingsSchema,
  sources: (_config, settings) => [...pictureSources(settings), ...markerSources(settings.markers)],
  usesTime: (config) => markersUseTime(settingsSchema.read(config.settings).markers),
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
