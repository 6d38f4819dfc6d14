import { useMemo } from 'react';
import { useLocale, useText } from '@/lib/locale';
import { widgetsText } from '@/lib/text/widgets';
import { keyId, type ColorRange, type WidgetProps } from '@/widgets/contract';
import { plotArea, pointTime, unnamed, xAxis, yAxis } from '../chart/axes';
import { Chart } from '../chart/Chart';
import classes from '../chart/chart.module.css';
import type { ChartOption } from '../chart/echarts';
import { useChartColors } from '../chart/style';
import { tip, tipParams } from '../chart/tooltip';
import { settled } from '../chart/settled';
import { useNow } from '../chart/useNow';
import { Dot } from '../line-chart/Legend';
import { labelOf } from '../shared/pattern';
import { useWrite } from '../shared/useWrite';
import { colorIn, withUnits, writeFixed } from '../shared/value';
import { limitsOf, type RangeChartSettings } from './definition';

/** One series whose line takes the colour of the range that it is in. */
export function RangeChart({ title, config, settings, data, span, isNarrow }: WidgetProps<RangeChartSettings>) {
  const t = useText(widgetsText);
  const { tag } = useLocale();
  const write = useWrite();
  const colors = useChartColors();
  const now = useNow(span?.isLive ?? false, span ? span.endTs - span.startTs : 0);
  const key = data[0]?.keys.find((each) => each.type === 'timeseries');
  const row = data[0]?.rows[0];
  const points = useMemo(() => settled(row && key ? (row.series[keyId(key)] ?? []) : [], span, now), [row, key, span, now]);
  const label = key ? labelOf(key, row, data[0]?.keys ?? [], write) : '';
  const units = key?.units || config.units || settings.yAxis.units;
  const decimals = key?.decimals ?? config.decimals;
  const option = useMemo((): ChartOption | null => {
    if (!span) return null;
    const timeOf = pointTime(tag, span);
    const axis = { ...settings.yAxis, ...(isNarrow ? unnamed : {}), isRight: settings.yAxis.position === 'right' };
    const { smooth, step, lineWidth } = settings.lineSettings;
    return {
      animation: false,
      grid: plotArea(16),
      xAxis: xAxis(span, tag, colors, now),
      yAxis: yAxis(axis, colors, write),
      visualMap: {
        type: 'piecewise',
        show: false,
        dimension: 1,
        pieces: settings.rangeColors.map(piece),
        outOfRange: { color: settings.outOfRangeColor },
      },
      tooltip: {
        show: settings.showTooltip,
        trigger: 'axis',
        confine: true,
        backgroundColor: colors.ground,
        borderColor: colors.axis,
        textStyle: { color: colors.isDark ? '#e6e8eb' : '#1f2937' },
        formatter: (raw: unknown) => {
          const param = tipParams(raw)[0];
          if (!param) return '';
          const [ts = 0, value = 0] = param.value;
          const color = colorIn(settings.rangeColors, value) ?? settings.outOfRangeColor;
          const text = withUnits(writeFixed(points[param.dataIndex]?.exact ?? value, decimals, write), units);
          return tip(timeOf(ts), [{ name: label, value: text, color }]);
        },
      },
      series: [
        {
          id: 'series',
          type: 'line',
          data: points.map((point): [number, number] => [point.ts, point.value]),
          smooth: smooth ? 0.3 : false,
          step: points.some((point) => point.isFlag) ? 'end' : step ? 'start' : false,
          showSymbol: points.length === 1,
          symbol: 'circle',
          symbolSize: 6,
          lineStyle: { width: lineWidth },
          emphasis: { disabled: true },
          ...(settings.fillArea ? { areaStyle: { opacity: settings.fillAreaOpacity } } : {}),
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            lineStyle: { type: 'dashed', width: 1, color: colors.axis },
            data: settings.showRangeThresholds ? limitsOf(settings.rangeColors).map((limit) => ({ yAxis: limit })) : [],
          },
        },
      ],
    };
  }, [span, settings, colors, write, tag, now, points, label, units, decimals, isNarrow]);
  return (
    <div className={classes.frame}>
      {option && points.length > 0 ? (
        <Chart option={option} label={t('chartOf', { title })} />
      ) : (
        <div className={classes.nothing}>{t('noPoints')}</div>
      )}
      {settings.showLegend && (
        <ul className={classes.legend}>
          {settings.rangeColors.map((range, index) => (
            <li key={index}>
              <Dot color={range.color} />
              {rangeText(range, units, write)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The library draws nothing where all bounds are open, so an open one is put far away. */
function piece({ from, to, color }: ColorRange): { gte: number; lt: number; color: string } {
  return { gte: from ?? -FAR, lt: to ?? FAR, color };
}

const FAR = 1e12;

function rangeText({ from, to }: ColorRange, units: string, write: (value: number) => string): string {
  const text = from === null ? `< ${write(to ?? 0)}` : to === null ? `≥ ${write(from)}` : `${write(from)} – ${write(to)}`;
  return withUnits(text, units);
}
