import { colorSchema, flag, object, text, type Infer, type WidgetDefinition } from '@/widgets/contract';
import { ask } from '../shared/sources';

export const settingsSchema = object({
  layout: text(),
  showLabel: flag(true),
  label: text(),
  showIcon: flag(true),
  icon: text('label'),
  iconColor: colorSchema,
  valueColor: colorSchema,
});

export type CountSettings = Infer<typeof settingsSchema>;

export const entityCount: WidgetDefinition<CountSettings> = {
  name: 'entity-count',
  types: ['entity_count', 'count_widgets.entity_count', 'cards.entity_count'],
  settings: settingsSchema,
  sources: (config) => config.datasources.slice(0, 1).map((datasource) => ask(datasource, 'count')),
  usesTime: () => false,
  load: () => import('./EntityCount').then((module) => module.EntityCount),
};
