import { Badge, Group, Text } from '@mantine/core';
import type { Wire } from '@/api/http';
import { useFormats } from '@/lib/format';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';

export type Why = Wire<'Viewer'>['reason'];

interface ReasonProps {
  readonly reason?: Why;
  readonly via?: string | null | undefined;
  readonly since?: number | null | undefined;
  readonly until?: number | null | undefined;
  readonly by?: string | null | undefined;
}

const colors: Readonly<Record<string, string>> = {
  ENTITY_GRANT: 'indigo',
  GROUP_ROLE: 'indigo',
  GENERIC_ROLE: 'teal',
};

/** Why somebody sees something, through what, since when, until when and by whom. */
export function Reason({ reason, via, since, until, by }: ReasonProps) {
  const t = useText(accessText);
  const formats = useFormats();
  if (reason === null || reason === undefined) return null;
  const facts = [
    via !== null && via !== undefined && via !== 'All' && t('through', { name: via }),
    typeof since === 'number' && t('since', { day: formats.date(since) }),
    typeof by === 'string' && t('by', { name: by }),
  ].filter((fact) => fact !== false);
  return (
    <Group gap={6} wrap="wrap">
      <Badge size="sm" variant="light" color={colors[reason] ?? 'gray'} tt="none">
        {t(`reason_${reason}`)}
      </Badge>
      {typeof until === 'number' && (
        <Badge size="sm" variant="default" tt="none">
          {t('untilDay', { day: formats.date(until) })}
        </Badge>
      )}
      {facts.length > 0 && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {facts.join(' · ')}
        </Text>
      )}
    </Group>
  );
}
