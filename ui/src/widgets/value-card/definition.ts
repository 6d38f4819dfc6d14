import {
  choice,
  colorSchema,
  flag,
  isRecord,
  maybeNumber,
  number,
  object,
  text,
  type Field,
  type Infer,
  type WidgetDefinition,
} from '@/widgets/contract';
import { hasAggregates, latestOf } from '../shared/sources';
import { presets } from './presets';

const font = object({ size: maybeNumber(), weight: text() });

export const settingsSchema = object({
  layout: choice(['square', 'vertical', 'centered', 'simplified', 'horizontal', 'horizontal_reversed'], 'square'),
  showLabel: flag(true),
  label: text(),
  showIcon: flag(true),
  icon: text(),
  iconColor: colorSchema,
  valueFont: font,
  valueColor: colorSchema,
  showDate: flag(true),
  iconSize: number(40),
});

export type ValueCardSettings = Infer<typeof settingsSchema>;

export const valueCard: WidgetDefinition<ValueCardSettings> = card('value-card', ['cards.value_card', 'cards.horizontal_value_card']);

/** The presets: value cards with an icon, a label and colours of their own. */
export const presetCards: readonly WidgetDefinition<ValueCardSettings>[] = presets.map(({ name, types, settings }) =>
  card(name, types, settings),
);

function card(
  name: string,
  types: readonly string[],
  preset: Readonly<Record<string, unknown>> = {},
): WidgetDefinition<ValueCardSettings> {
  return {
    name,
    types,
    settings: withPreset(preset),
    sources: latestOf,
    usesTime: hasAggregates,
    load: () => import('./ValueCard').then((module) => module.ValueCard),
  };
}

/** What a dashboard does not say the preset does. */
function withPreset(preset: Readonly<Record<string, unknown>>): Field<ValueCardSettings> {
  return { ...settingsSchema, read: (raw) => settingsSchema.read({ ...preset, ...(isRecord(raw) ? raw : {}) }) };
}
