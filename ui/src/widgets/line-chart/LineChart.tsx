import { useMemo, useState } from 'react';
import { useLocale, useText } from '@/lib/locale';
import { widgetsText } from '@/lib/text/widgets';
import type { WidgetProps } from '@/widgets/contract';
import { plotArea, pointTime, unnamed, xAxis, yAxis } from '../chart/axes';
import { Chart } from '../chart/Chart';
import classes from '../chart/chart.module.css';
import type { BarSeriesOption, ChartOption, LineSeriesOption } from '../chart/echarts';
import { settled } from '../chart/settled';
import { type ChartColors, useChartColors } from '../chart/style';
import { tip, tipParams } from '../chart/tooltip';
import { useNow } from '../chart/useNow';
import { useWrite } from '../shared/useWrite';
import { writeFixed } from '../shared/value';
import { axisSchema, type LineChartSettings } from './definition';
import { Legend } from './Legend';
import { type Line, valueText } from './line';
import { linesOf } from './lines';

type Kind = 'line' | 'bar' | 'point';

function TimeSeriesChart(props: WidgetProps<LineChartSettings> & { readonly kind: Kind }) {
  const { title, config, settings, data, span, isNarrow, kind } = props;
  const t = useText(widgetsText);
  const { tag } = useLocale();
  const write = useWrite();
  const colors = useChartColors();
  const now = useNow(span?.isLive ?? false, span ? span.endTs - span.startTs : 0);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const lines = useMemo(
    () => linesOf(data, config.units, config.decimals, write).map((line) => ({ ...line, points: settled(line.points, span, now) })),
    [data, config, span, now, write],
  );
  const option = useMemo((): ChartOption | null => {
    if (!span) return null;
    const shown = lines.filter((line) => !hidden.has(line.id));
    const axisIds = [...new Set(lines.map((line) => line.settings.yAxisId))];
    const axes = axisIds.map((id) => {
      const axis = settings.yAxes[id] ?? axisSchema.read({});
      return yAxis({ ...axis, ...(isNarrow ? unnamed : {}), isRight: axis.position === 'right' }, colors, write);
    });
    const timeOf = pointTime(tag, span);
    return {
      animation: false,
      grid: plotArea(12),
      xAxis: xAxis(span, tag, colors, now),
      yAxis: axes,
      tooltip: {
        show: settings.showTooltip,
        trigger: 'axis',
        confine: true,
        backgroundColor: colors.ground,
        borderColor: colors.axis,
        textStyle: { color: colors.isDark ? '#e6e8eb' : '#1f2937' },
        formatter: (raw: unknown) => {
          const params = tipParams(raw);
          // The cursor of another chart may stand where this one has nothing.
          if (params.length === 0) return '';
          return tip(
            timeOf(params[0]?.value[0] ?? 0),
            params.flatMap((param) => {
              const line = shown[param.seriesIndex];
              const value = line?.points[param.dataIndex]?.exact ?? param.value[1];
              return line ? [{ name: line.name, color: line.color, value: valueText(line, value, write) }] : [];
            }),
          );
        },
      },
      series: shown.map((line) => seriesOf(line, axisIds.indexOf(line.settings.yAxisId), { kind, isStacked: settings.stack, hasLabels: !isNarrow }, colors, write)),
    };
  }, [span, lines, hidden, settings, colors, write, tag, now, isNarrow, kind]);
  const isEmpty = lines.every((line) => line.points.length === 0);
  const toggle = (id: string) => {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    setHidden(next);
  };
  return (
    <div className={classes.frame}>
      {option && !isEmpty ? <Chart option={option} label={t('chartOf', { title })} /> : <div className={classes.nothing}>{t('noPoints')}</div>}
      {settings.showLegend && <Legend lines={lines.filter((line) => line.settings.showInLegend)} config={settings.legendConfig} hidden={hidden} agg={span?.agg ?? 'NONE'} onToggle={toggle} />}
    </div>
  );
}

export const charts = {
  line: (props: WidgetProps<LineChartSettings>) => <TimeSeriesChart {...props} kind="line" />,
  bar: (props: WidgetProps<LineChartSettings>) => <TimeSeriesChart {...props} kind="bar" />,
  point: (props: WidgetProps<LineChartSettings>) => <TimeSeriesChart {...props} kind="point" />,
} as const;

interface SeriesLook {
  readonly kind: Kind;
  readonly isStacked: boolean;
  /** There is room for values at the points. */
  readonly hasLabels: boolean;
}

function seriesOf(
  line: Line,
  yAxisIndex: number,
  { kind, isStacked, hasLabels }: SeriesLook,
  colors: ChartColors,
  write: ReturnType<typeof useWrite>,
): LineSeriesOption | BarSeriesOption {
  const { lineSettings, type } = line.settings;
  const data = line.points.map((point): [number, number] => [point.ts, point.value]);
  const base = { id: line.id, name: line.name, yAxisIndex, data, color: line.color, ...(isStacked ? { stack: 'all' } : {}) };
  if (type === 'bar' || (type === '' && kind === 'bar')) {
    return { ...base, type: 'bar', itemStyle: { borderRadius: [3, 3, 0, 0] }, barMaxWidth: 28 };
  }
  const fill = lineSettings.fillAreaSettings;
  const fewPoints = line.points.length <= 40;
  // What is true or false stays so until the next point.
  const isFlag = line.points.some((point) => point.isFlag);
  return {
    ...base,
    type: 'line',
    smooth: lineSettings.smooth && !isFlag ? 0.35 : false,
    step: isFlag ? 'end' : lineSettings.step ? 'start' : false,
    showSymbol: (lineSettings.showPoints && fewPoints) || line.points.length === 1,
    symbol: 'circle',
    symbolSize: lineSettings.pointSize,
    lineStyle: { width: kind === 'point' || !lineSettings.showLine ? 0 : lineSettings.lineWidth, type: lineSettings.lineType },
    emphasis: { disabled: true },
    ...(fill.type === 'none' ? {} : { areaStyle: { opacity: fill.opacity } }),
    label: {
      show: lineSettings.showPointLabel && fewPoints && hasLabels,
      position: 'top',
      fontSize: 10,
      // Between two labels; closer than that they read as one number.
      minMargin: 8,
      color: colors.text,
      formatter: ({ value, dataIndex }) =>
        crowded(line.points, dataIndex) ? '' : writeFixed((value as [number, number])[1], line.decimals, write),
    },
    labelLayout: { hideOverlap: true },
  };
}

/** Whether the next point, mostly a live one behind the last interval, leaves no room for the label of this one. */
function crowded(points: Line['points'], index: number): boolean {
  const [first, last, here, next] = [points[0], points.at(-1), points[index], points[index + 1]];
  if (!first || !last || !here || !next) return false;
  return next.ts - here.ts < (0.7 * (last.ts - first.ts)) / (points.length - 1);
}
