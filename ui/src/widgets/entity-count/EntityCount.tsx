import { UnstyledButton } from '@mantine/core';
import type { WidgetProps } from '@/widgets/contract';
import { iconOf } from '../shared/icons';
import { tone } from '../shared/Pills';
import { useWrite } from '../shared/useWrite';
import { colorOf, themed } from '../shared/value';
import type { CountSettings } from './definition';
import classes from './EntityCount.module.css';

/** How many entities there are that the viewer may see. */
export function EntityCount({ title, config, settings, data, act }: WidgetProps<CountSettings>) {
  const write = useWrite();
  const count = data[0]?.count ?? null;
  const Icon = settings.showIcon ? iconOf(settings.icon) : null;
  const color = themed(colorOf(settings.valueColor, count), 'var(--mantine-color-text)');
  const iconColor = themed(colorOf(settings.iconColor, count), 'var(--mantine-primary-color-filled)');
  const click = config.actions['cardClick']?.[0];
  const content = (
    <>
      {Icon && (
        <span className={classes.icon} style={tone(iconColor)}>
          <Icon size={24} aria-hidden />
        </span>
      )}
      {settings.showLabel && <span className={classes.label}>{settings.label || title}</span>}
      <span className={classes.value} style={tone(color)}>
        {count === null ? '–' : write(count)}
      </span>
    </>
  );
  return click ? (
    <UnstyledButton className={classes.card} onClick={() => act(click, null)}>
      {content}
    </UnstyledButton>
  ) : (
    <div className={classes.card}>{content}</div>
  );
}
