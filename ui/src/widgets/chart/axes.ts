import type { TimeSpan } from '@/widgets/contract';
import type { WriteNumber } from '../shared/pattern';
import { writeFixed } from '../shared/value';
import type { ChartOption } from './echarts';
import type { ChartColors } from './style';

const DAY_MS = 86_400_000;

export interface YAxis {
  readonly label: string;
  readonly units: string;
  readonly decimals: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly isRight: boolean;
  readonly showSplitLines: boolean;
}

/** The time that the axis spans now; of a live calendar span only what has been. */
export function extent(span: TimeSpan, now: number): readonly [number, number] {
  const width = span.endTs - span.startTs;
  if (span.isSliding) {
    return [now - width, now];
  }
  return [span.startTs, span.isLive ? Math.max(Math.min(span.endTs, now), span.startTs + Math.min(width, 3 * 3_600_000)) : span.endTs];
}

/** Labels of moments: hours within two days, days beyond. */
export function timeLabel(tag: string, span: TimeSpan): (ts: number) => string {
  const isShort = span.endTs - span.startTs <= 2 * DAY_MS;
  const zone = { timeZone: span.timeZone };
  const hours = new Intl.DateTimeFormat(tag, { ...zone, hour: '2-digit', minute: '2-digit' });
  const days = new Intl.DateTimeFormat(tag, { ...zone, day: 'numeric', month: 'short' });
  return (ts) => (isShort ? hours : days).format(ts);
}

/** The moment of a point in words: its group from when to when. */
export function pointTime(tag: string, span: TimeSpan): (ts: number) => string {
  const format = new Intl.DateTimeFormat(tag, {
    timeZone: span.timeZone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(span.interval === 0 ? { second: '2-digit' } : {}),
  });
  if (span.interval === 0) {
    return (ts) => format.format(ts);
  }
  return (ts) => {
    const start = span.startTs + Math.floor((ts - span.startTs) / span.interval) * span.interval;
    return format.formatRange(start, start + span.interval);
  };
}

export function xAxis(span: TimeSpan, tag: string, colors: ChartColors, now: number): NonNullable<ChartOption['xAxis']> {
  const [min, max] = extent(span, now);
  const label = timeLabel(tag, span);
  return {
    type: 'time',
    min,
    max,
    axisLine: { lineStyle: { color: colors.axis } },
    axisTick: { show: false },
    axisLabel: { color: colors.text, fontSize: 11, hideOverlap: true, formatter: (ts: number) => label(ts), margin: 10 },
    splitLine: { show: false },
  };
}

export function yAxis(axis: YAxis, colors: ChartColors, write: WriteNumber): object {
  return {
    type: 'value',
    scale: axis.min === null,
    min: axis.min ?? undefined,
    max: axis.max ?? undefined,
    position: axis.isRight ? 'right' : 'left',
    name: [axis.label, axis.units && `(${axis.units})`].filter(Boolean).join(' '),
    nameLocation: 'middle',
    nameGap: 10,
    nameMoveOverlap: true,
    nameTextStyle: { color: colors.text, fontSize: 11 },
    splitNumber: 4,
    minInterval: axis.decimals === null ? undefined : 10 ** -axis.decimals,
    axisLabel: { color: colors.text, fontSize: 11, formatter: (value: number) => writeFixed(value, value % 1 === 0 ? 0 : axis.decimals, write) },
    splitLine: { show: axis.showSplitLines, lineStyle: { color: colors.line } },
  };
}

/** On a narrow chart the axis has no name; the legend says what it is. */
export const unnamed = { label: '', units: '' } as const;

/** Where the lines are; the labels and names of the axes stay inside of the chart however long they are. */
export function plotArea(right: number): NonNullable<ChartOption['grid']> {
  const bounds = { left: 4, right: 4, top: 0, bottom: 4 };
  return { left: 4, right, top: 14, bottom: 4, outerBoundsMode: 'same', outerBounds: bounds, outerBoundsContain: 'all' };
}
