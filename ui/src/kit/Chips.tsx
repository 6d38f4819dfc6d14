import { Badge, Group, Tooltip } from '@mantine/core';
import { useText } from '@/lib/locale';
import { kitText } from '@/lib/text/kit';

export interface Chip {
  readonly id: string;
  readonly label: string;
}

interface ChipsProps {
  readonly chips: readonly Chip[];
  /** How many are shown; the rest is a number with the names on hover. */
  readonly most?: number;
  readonly color?: string;
}

/** A short row of labels. */
export function Chips({ chips, most = 2, color = 'gray' }: ChipsProps) {
  const t = useText(kitText);
  const rest = chips.slice(most);
  return (
    <Group gap={4} wrap="nowrap">
      {chips.slice(0, most).map(({ id, label }) => (
        <Badge key={id} variant="light" color={color} tt="none" fw={500} maw={160}>
          {label}
        </Badge>
      ))}
      {rest.length > 0 && (
        <Tooltip label={rest.map(({ label }) => label).join(', ')} multiline maw={320}>
          <Badge variant="outline" color={color} tt="none" fw={500} aria-label={t('more', { count: rest.length })}>
            +{rest.length}
          </Badge>
        </Tooltip>
      )}
    </Group>
  );
}
