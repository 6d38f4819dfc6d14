import { choice, flag, map, maybeNumber, number, object, text, type DataKey, type Infer, type WidgetDefinition } from '@/widgets/contract';
import { ask } from '../shared/sources';

export const axisSchema = object({
  show: flag(true),
  label: text(),
  units: text(),
  decimals: maybeNumber(),
  min: maybeNumber(),
  max: maybeNumber(),
  position: choice(['left', 'right'], 'left'),
  showSplitLines: flag(true),
});

export const legendSchema = object({
  showMin: flag(false),
  showMax: flag(false),
  showAvg: flag(true),
  showTotal: flag(false),
  showLatest: flag(false),
});

export const settingsSchema = object({
  yAxes: map(axisSchema),
  showLegend: flag(true),
  legendConfig: legendSchema,
  stack: flag(false),
  showTooltip: flag(true),
});

export type LineChartSettings = Infer<typeof settingsSchema>;

const keySchema = object({
  yAxisId: text('default'),
  showInLegend: flag(true),
  type: choice(['', 'line', 'bar'], ''),
  lineSettings: object({
    showLine: flag(true),
    step: flag(false),
    smooth: flag(false),
    lineType: choice(['solid', 'dashed', 'dotted'], 'solid'),
    lineWidth: number(2),
    showPoints: flag(false),
    showPointLabel: flag(false),
    pointSize: number(5),
    fillAreaSettings: object({ type: choice(['none', 'opacity', 'gradient'], 'none'), opacity: number(0.3) }),
  }),
});

export type SeriesSettings = Infer<typeof keySchema>;

export function seriesSettings(key: DataKey): SeriesSettings {
  return keySchema.read(key.settings);
}

function chart(name: string, types: readonly string[], kind: 'line' | 'bar' | 'point'): WidgetDefinition<LineChartSettings> {
  return {
    name,
    types,
    settings: settingsSchema,
    sources: (config) => config.datasources.map((datasource) => ask(datasource, 'series', 20)),
    usesTime: () => true,
    load: () => import('./LineChart').then((module) => module.charts[kind]),
  };
}

export const lineCharts: readonly WidgetDefinition<LineChartSettings>[] = [
  chart('line-chart', ['line_chart', 'time_series_chart', 'charts.line_chart', 'charts.time_series_chart', 'charts.basic_timeseries'], 'line'),
  chart('bar-chart', ['bar_chart', 'charts.bar_chart', 'bar_chart_with_labels'], 'bar'),
  chart('point-chart', ['point_chart', 'charts.point_chart'], 'point'),
];
