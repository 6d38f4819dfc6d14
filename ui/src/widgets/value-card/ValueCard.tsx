import { exactNumberOf, keyId, numberOf, type WidgetProps } from '@/widgets/contract';
import { RelativeTime } from '@/kit/RelativeTime';
import { useText } from '@/lib/locale';
import { widgetsText } from '@/lib/text/widgets';
import { iconOf } from '../shared/icons';
import { tone } from '../shared/Pills';
import { fill, labelOf } from '../shared/pattern';
import { useWrite } from '../shared/useWrite';
import { colorOf, themed, writeFixed } from '../shared/value';
import type { ValueCardSettings } from './definition';
import classes from './ValueCard.module.css';

/** One value, large, with its name; coloured by what it means. */
export function ValueCard({ config, settings, data }: WidgetProps<ValueCardSettings>) {
  const t = useText(widgetsText);
  const write = useWrite();
  const source = data[0];
  const row = source?.rows[0];
  const key = source?.keys[0];
  if (!source || !row || !key) {
    return null;
  }
  const reading = row.latest[keyId(key)];
  const value = numberOf(reading);
  const units = key.units || config.units;
  const exact = exactNumberOf(reading);
  const text = exact === null ? (reading?.value ?? '–') : writeFixed(exact, key.decimals ?? config.decimals, write);
  const label = settings.label ? fill(settings.label, row, source.keys, write) : labelOf(key, row, source.keys, write);
  const Icon = settings.showIcon ? iconOf(settings.icon) : null;
  const color = themed(colorOf(settings.valueColor, value), 'var(--mantine-color-text)');
  const iconColor = themed(colorOf(settings.iconColor, value), 'var(--mantine-primary-color-filled)');
  return (
    <div className={classes.card} data-layout={settings.layout}>
      {Icon && (
        <span className={classes.icon} style={tone(iconColor)}>
          <Icon size={26} aria-hidden />
        </span>
      )}
      <div className={classes.text}>
        {settings.showLabel && <div className={classes.label}>{label}</div>}
        {settings.showDate && reading && reading.ts > 0 && (
          <div className={classes.date}>
            <RelativeTime millis={reading.ts} />
          </div>
        )}
      </div>
      <div className={classes.value} style={tone(color)} aria-label={reading ? undefined : t('noValue')}>
        {text}
        {units && value !== null && <span className={classes.units}>{units}</span>}
      </div>
    </div>
  );
}
