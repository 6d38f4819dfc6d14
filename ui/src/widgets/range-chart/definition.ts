import { flag, number, object, rangeListSchema, text, type ColorRange, type Infer, type WidgetDefinition } from '@/widgets/contract';
import { axisSchema } from '../line-chart/definition';
import { ask } from '../shared/sources';

export const settingsSchema = object({
  rangeColors: rangeListSchema(),
  outOfRangeColor: text('#9ca3af'),
  showRangeThresholds: flag(true),
  fillArea: flag(true),
  fillAreaOpacity: number(0.3),
  lineSettings: object({ step: flag(false), smooth: flag(false), lineWidth: number(2) }),
  yAxis: axisSchema,
  showLegend: flag(true),
  showTooltip: flag(true),
});

export type RangeChartSettings = Infer<typeof settingsSchema>;

export const rangeChart: WidgetDefinition<RangeChartSettings> = {
  name: 'range-chart',
  types: ['range_chart', 'charts.range_chart'],
  settings: settingsSchema,
  sources: (config) => config.datasources.slice(0, 1).map((datasource) => ask(datasource, 'series', 1)),
  usesTime: () => true,
  load: () => import('./RangeChart').then((module) => module.RangeChart),
};

/** The limits between ranges, each once. */
export function limitsOf(ranges: readonly ColorRange[]): readonly number[] {
  const limits = ranges.flatMap((range) => [range.from, range.to]).filter((limit) => limit !== null);
  return [...new Set(limits)].sort((one, two) => one - two);
}
