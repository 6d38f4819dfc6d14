import { Checkbox, Group, ScrollArea, Stack, Text } from '@mantine/core';
import { EntityIcon } from '@/kit/EntityIcon';
import { useText } from '@/lib/locale';
import { messageOf } from '@/lib/problem';
import { accessText } from '@/lib/text/access';
import type { LeftThing } from '../model/change';
import { keyOf, type Named } from '../model/plan';
import type { Contained } from '../model/queries';
import classes from '../access.module.css';

/** Which of the contained things a change takes along. */
export interface Along {
  readonly on: boolean;
  /** Keys of those that were unticked. */
  readonly without: ReadonlySet<string>;
}

export const allAlong: Along = { on: true, without: new Set() };
export const noneAlong: Along = { on: false, without: new Set() };

export function alongOf(contained: Contained | undefined, along: Along): readonly Named[] {
  return along.on ? (contained?.things ?? []).filter(({ id }) => !along.without.has(keyOf(id))) : [];
}

interface ContainedPickerProps {
  readonly contained: { readonly data: Contained | undefined; readonly error: unknown };
  readonly value: Along;
  readonly onChange: (along: Along) => void;
}

/** "Also what it contains": one box for all, and one for each thing below. Absent where nothing is contained. */
export function ContainedPicker({ contained, value, onChange }: ContainedPickerProps) {
  const t = useText(accessText);
  if (contained.error !== null && contained.error !== undefined) {
    return (
      <Text size="sm" c="red" role="alert">
        {messageOf(contained.error)}
      </Text>
    );
  }
  const { things, left } = contained.data ?? { things: [], left: [] };
  if (things.length + left.length === 0) return null;
  const chosen = alongOf(contained.data, value).length;
  const toggle = (key: string) => {
    const without = new Set(value.without);
    if (!without.delete(key)) without.add(key);
    onChange(without.size < things.length ? { on: true, without } : noneAlong);
  };
  return (
    <Stack gap={6}>
      {things.length > 0 && (
        <Checkbox
          label={t('alsoContained', { count: things.length })}
          checked={chosen === things.length}
          indeterminate={chosen > 0 && chosen < things.length}
          onChange={() => onChange(chosen === things.length ? noneAlong : allAlong)}
        />
      )}
      {value.on && things.length > 0 && (
        <ScrollArea.Autosize mah={132} className={classes.contained} type="auto">
          <Group gap="sm" p={8} role="group" aria-label={t('contained')}>
            {things.map(({ id, name }) => (
              <Checkbox
                key={keyOf(id)}
                size="xs"
                checked={!value.without.has(keyOf(id))}
                onChange={() => toggle(keyOf(id))}
                label={
                  <Group gap={4} wrap="nowrap">
                    <EntityIcon kind={id.entityType} size={14} />
                    {name}
                  </Group>
                }
              />
            ))}
          </Group>
        </ScrollArea.Autosize>
      )}
      {(value.on || things.length === 0) && <Left left={left} />}
    </Stack>
  );
}

const shownLeft = 4;

function Left({ left }: { readonly left: readonly LeftThing[] }) {
  const t = useText(accessText);
  return (['OTHER_OWNER', 'NOT_ALLOWED', 'DRAWN_BY_OTHERS'] as const).map((why) => {
    const names = left.filter(({ reason }) => reason === why).map(({ name }) => name);
    if (names.length === 0) return null;
    const rest = names.length - shownLeft;
    const shown = names.slice(0, shownLeft).join(', ');
    return (
      <Text key={why} size="xs" c="dimmed">
        {t(`left_${why}`, { names: rest > 0 ? `${shown} +${rest}` : shown })}
      </Text>
    );
  });
}
