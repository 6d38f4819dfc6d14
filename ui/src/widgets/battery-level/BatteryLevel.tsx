import { useText } from '@/lib/locale';
import { widgetsText } from '@/lib/text/widgets';
import { keyId, numberOf, type WidgetProps } from '@/widgets/contract';
import { tone } from '../shared/Pills';
import { useWrite } from '../shared/useWrite';
import { colorOf, themed, withUnits, writeFixed } from '../shared/value';
import classes from './BatteryLevel.module.css';
import { type BatterySettings, fraction } from './definition';

/** A battery, as full as the value says. */
export function BatteryLevel({ config, settings, data }: WidgetProps<BatterySettings>) {
  const t = useText(widgetsText);
  const write = useWrite();
  const row = data[0]?.rows[0];
  const key = data[0]?.keys[0];
  if (!row || !key) {
    return null;
  }
  const value = numberOf(row.latest[keyId(key)]);
  const text = value === null ? '–' : withUnits(writeFixed(value, key.decimals ?? config.decimals ?? 0, write), key.units || config.units || '%');
  const color = themed(colorOf(settings.batteryLevelColor, value), 'var(--mantine-primary-color-filled)');
  const isDivided = settings.layout.endsWith('divided');
  const sections = isDivided ? Math.min(Math.max(Math.round(settings.sectionsCount), 2), 20) : 1;
  return (
    <div className={classes.battery} data-layout={settings.layout.split('_')[0]} style={tone(color)}>
      <div className={classes.shell} role="img" aria-label={t('charge', { value: text })}>
        {Array.from({ length: sections }, (_, index) => (
          <div key={index} className={classes.section}>
            <div className={classes.charge} style={size(settings.layout, Math.min(Math.max(fraction(value) * sections - index, 0), 1))} />
          </div>
        ))}
      </div>
      {settings.showValue && <div className={classes.value}>{text}</div>}
    </div>
  );
}

function size(layout: string, part: number) {
  const percent = `${part * 100}%`;
  return layout.startsWith('horizontal') ? { width: percent, height: '100%' } : { height: percent, width: '100%' };
}
