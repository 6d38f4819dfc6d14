import { choice, colorSchema, flag, number, object, type Infer, type WidgetDefinition } from '@/widgets/contract';
import { hasAggregates, latestOf } from '../shared/sources';

export const settingsSchema = object({
  layout: choice(['vertical_solid', 'horizontal_solid', 'vertical_divided', 'horizontal_divided'], 'vertical_solid'),
  sectionsCount: number(4),
  showValue: flag(true),
  valueColor: colorSchema,
  batteryLevelColor: colorSchema,
});

export type BatterySettings = Infer<typeof settingsSchema>;

export const batteryLevel: WidgetDefinition<BatterySettings> = {
  name: 'battery-level',
  types: ['battery_level', 'status_indicators.battery_level', 'indoor_environment.battery_level'],
  settings: settingsSchema,
  sources: latestOf,
  usesTime: hasAggregates,
  load: () => import('./BatteryLevel').then((module) => module.BatteryLevel),
};

/** How full the battery is, 0 to 1. */
export function fraction(value: number | null): number {
  return value === null ? 0 : Math.min(Math.max(value / 100, 0), 1);
}
