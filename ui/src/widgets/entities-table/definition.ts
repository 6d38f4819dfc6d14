import {
  choice,
  flag,
  list,
  maybe,
  number,
  object,
  text,
  type DataKey,
  type Infer,
  type WidgetDefinition,
} from '@/widgets/contract';
import { pillSchema } from '../shared/fieldRows';
import { ask, hasAggregates } from '../shared/sources';
import { sortOf } from './columns';

export const settingsSchema = object({
  entitiesTitle: text(),
  enableSearch: flag(true),
  displayEntityName: flag(true),
  entityNameColumnTitle: text(),
  displayEntityLabel: flag(false),
  entityLabelColumnTitle: text(),
  displayEntityType: flag(true),
  displayPagination: flag(true),
  defaultPageSize: number(10),
  defaultSortOrder: text('entityName'),
});

export type TableSettings = Infer<typeof settingsSchema>;

const keySchema = object({
  customTitle: text(),
  columnWidth: text(),
  defaultColumnVisibility: choice(['visible', 'hidden', 'hidden-mobile'], 'visible'),
  disableSorting: flag(false),
  cell: maybe(object({ type: choice(['pills', 'plain'], 'plain'), pills: list(pillSchema), emptyText: text('–') })),
});

export type ColumnSettings = Infer<typeof keySchema>;

export function columnSettings(key: DataKey): ColumnSettings {
  return keySchema.read(key.settings);
}

export const entitiesTable: WidgetDefinition<TableSettings> = {
  name: 'entities-table',
  types: ['cards.entities_table'],
  settings: settingsSchema,
  sources: (config, settings) =>
    config.datasources.slice(0, 1).map((datasource) => {
      const request = ask(datasource, 'latest', Math.min(Math.max(settings.defaultPageSize, 1), 100));
      return { ...request, first: { ...request.first, sortOrder: sortOf(settings.defaultSortOrder, datasource.dataKeys) } };
    }),
  usesTime: hasAggregates,
  showsNothing: true,
  shrinks: true,
  load: () => import('./EntitiesTable').then((module) => module.EntitiesTable),
};
