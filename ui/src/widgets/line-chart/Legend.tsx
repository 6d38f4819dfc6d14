import type { AggregateFunction } from '@/api/liveProtocol';
import { useText } from '@/lib/locale';
import { widgetsText } from '@/lib/text/widgets';
import type { Infer } from '@/widgets/contract';
import classes from '../chart/chart.module.css';
import { statistics, type Statistics } from '../chart/statistics';
import { useWrite } from '../shared/useWrite';
import type { legendSchema } from './definition';
import { type Line, valueText } from './line';

interface LegendProps {
  readonly lines: readonly Line[];
  readonly config: Infer<typeof legendSchema>;
  readonly hidden: ReadonlySet<string>;
  /** What each point is made by. */
  readonly agg: AggregateFunction;
  readonly onToggle: (id: string) => void;
}

/** The names of the lines, which show and hide them, with what their points come to. */
export function Legend({ lines, config, hidden, agg, onToggle }: LegendProps) {
  const t = useText(widgetsText);
  const write = useWrite();
  // The least of averages is not the least that was measured, and must not look like it.
  const ofGroups = (name: 'min' | 'max') => (agg === 'NONE' || agg.startsWith(name.toUpperCase()) ? t(name) : t(`${name}Of`, { what: t(`of_${agg}`) }));
  const columns: readonly (readonly [keyof Statistics, boolean, string])[] = [
    ['min', config.showMin, ofGroups('min')],
    ['max', config.showMax, ofGroups('max')],
    ['avg', config.showAvg, t('avg')],
    ['total', config.showTotal, t('total')],
    ['latest', config.showLatest, t('latest')],
  ];
  return (
    <ul className={classes.legend}>
      {lines.map((line) => {
        const values = statistics(line.points);
        return (
          <li key={line.id}>
            <button type="button" className={classes.toggle} aria-pressed={!hidden.has(line.id)} onClick={() => onToggle(line.id)}>
              <Dot color={line.color} />
              {line.name}
            </button>
            {values &&
              columns
                .filter(([, isShown]) => isShown)
                .map(([name, , label]) => (
                  <span key={name}>
                    {label} <b>{valueText(line, values[name], write)}</b>
                  </span>
                ))}
          </li>
        );
      })}
    </ul>
  );
}

export function Dot({ color }: { readonly color: string }) {
  return <span className={classes.dot} style={{ background: color }} aria-hidden />;
}
