import type { Point } from '@/widgets/contract';
import type { WriteNumber } from '../shared/pattern';
import { withUnits, writeFixed } from '../shared/value';
import type { SeriesSettings } from './definition';

/** A line of the chart: one key of one entity. */
export interface Line {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly units: string;
  readonly decimals: number | null;
  readonly settings: SeriesSettings;
  readonly points: readonly Point[];
}

export function valueText(line: Line, value: number | bigint, write: WriteNumber): string {
  return withUnits(writeFixed(value, line.decimals, write), line.units);
}
