import { keyId, type SourceData } from '@/widgets/contract';
import { paletteColor } from '../chart/style';
import { hasPlaces, labelOf, type WriteNumber } from '../shared/pattern';
import { seriesSettings } from './definition';
import type { Line } from './line';

/** The lines of a chart: each series of each entity. */
export function linesOf(data: readonly SourceData[], units: string, decimals: number | null, write: WriteNumber): readonly Line[] {
  const all: Line[] = [];
  // The same series may stand in a chart twice, and each needs a name of its own for the library.
  const seen = new Map<string, number>();
  const idOf = (id: string) => {
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    return times === 1 ? id : `${id} ${times}`;
  };
  for (const source of data) {
    for (const row of source.rows) {
      for (const key of source.keys.filter((each) => each.type === 'timeseries')) {
        const id = idOf(`${row.entity.id} ${keyId(key)}`);
        const label = labelOf(key, row, source.keys, write);
        const name = source.rows.length > 1 && !hasPlaces(key.label) ? `${row.label || row.name}: ${label}` : label;
        all.push({
          id,
          name,
          color: source.rows.length > 1 || !key.color ? paletteColor(all.length) : key.color,
          units: key.units || units,
          decimals: key.decimals ?? decimals,
          settings: seriesSettings(key),
          points: row.series[keyId(key)] ?? [],
        });
      }
    }
  }
  return all;
}
