import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { EmptyState } from '@/kit/states';
import { useLocale, useText } from '@/lib/locale';
import { historyText } from '@/lib/text/history';
import { plotArea, pointTime, xAxis, yAxis } from '@/widgets/chart/axes';
import { Chart } from '@/widgets/chart/Chart';
import type { ChartOption } from '@/widgets/chart/echarts';
import { paletteColor, useChartColors } from '@/widgets/chart/style';
import { tip, tipParams } from '@/widgets/chart/tooltip';
import type { Series, Span } from './points';

interface HistoryChartProps {
  readonly keys: readonly string[];
  readonly series: Series;
  readonly span: Span;
}

/** The lines of some keys; what is true or false stands as steps of 0 and 1. */
export function HistoryChart({ keys, series, span }: HistoryChartProps) {
  const t = useText(historyText);
  const { tag, zone } = useLocale();
  const colors = useChartColors();
  const option = useMemo((): ChartOption | undefined => {
    const write = (value: number | bigint) => new Intl.NumberFormat(tag, { maximumFractionDigits: 6 }).format(value);
    const lines = keys.map((key, at) => ({ key, color: paletteColor(at), points: (series[key] ?? []).filter(({ value }) => isDrawn(value)) }));
    if (lines.every(({ points }) => points.length === 0)) return undefined;
    const time = { ...span, interval: 0, agg: 'NONE', isLive: false, isSliding: false, isSummed: false, timeZone: zone } as const;
    const timeOf = pointTime(tag, time);
    return {
      animation: false,
      grid: plotArea(12),
      xAxis: xAxis(time, tag, colors, span.endTs),
      yAxis: yAxis({ label: '', units: '', decimals: null, min: null, max: null, isRight: false, showSplitLines: true }, colors, write),
      tooltip: {
        trigger: 'axis',
        confine: true,
        backgroundColor: colors.ground,
        borderColor: colors.axis,
        textStyle: { color: colors.isDark ? '#e6e8eb' : '#1f2937' },
        formatter: (raw: unknown) => {
          const params = tipParams(raw);
          const found = params.flatMap(({ seriesIndex, dataIndex }) => {
            const line = lines[seriesIndex];
            const value = line?.points[dataIndex]?.value;
            return line === undefined || value === undefined ? [] : [{ name: line.key, color: line.color, value: typeof value === 'boolean' ? String(value) : write(value as number) }];
          });
          return found.length === 0 ? '' : tip(timeOf(params[0]?.value[0] ?? 0), found);
        },
      },
      series: lines.map(({ key, color, points }) => ({
        id: key,
        name: key,
        type: 'line',
        color,
        data: points.map(({ ts, value }): [number, number] => [ts, Number(value)]),
        step: points.some(({ value }) => typeof value === 'boolean') ? 'end' : false,
        showSymbol: points.length < 40,
        symbol: 'circle',
        symbolSize: 5,
        lineStyle: { width: 2 },
        emphasis: { disabled: true },
      })),
    };
  }, [keys, series, span, tag, zone, colors]);
  if (option === undefined) {
    const isThere = keys.some((key) => (series[key] ?? []).length > 0);
    return <EmptyState title={t('noPoints')} text={t(isThere ? 'noNumbers' : 'noPointsText')} />;
  }
  return (
    <div>
      <div style={{ height: 260, position: 'relative', display: 'flex', flexDirection: 'column' }}>
        <Chart option={option} label={t('chartOf', { keys: keys.join(', ') })} />
      </div>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '4px 14px', marginTop: 6 }}>
        {keys.map((key, at) => (
          <Text key={key} size="xs" span style={{ overflowWrap: 'anywhere' }}>
            <span aria-hidden style={{ display: 'inline-block', width: 9, height: 9, borderRadius: 5, marginInlineEnd: 5, background: paletteColor(at) }} />
            {key}
          </Text>
        ))}
      </div>
    </div>
  );
}

function isDrawn(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
}
