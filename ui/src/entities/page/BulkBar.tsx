import { ActionIcon, Button, Group, Paper, Text } from '@mantine/core';
import { X } from 'lucide-react';
import type { EntityHandle } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import type { EntityKind } from '../contract';
import { useActions, useRun } from './ActionHost';
import { useLabel } from './useLabel';
import classes from './page.module.css';

interface BulkBarProps {
  readonly kind: EntityKind;
  readonly selection: readonly EntityHandle[];
  readonly onClear: () => void;
}

/** What can be done with all that is chosen. */
export function BulkBar({ kind, selection, onClear }: BulkBarProps) {
  const t = useText(entitiesText);
  const labelOf = useLabel();
  const run = useRun();
  const actions = useActions(kind, 'bulk');
  if (selection.length === 0) return null;
  return (
    <Paper className={classes.bulk} withBorder shadow="md" role="region" aria-label={t('chosen', { count: selection.length })}>
      <Group gap="xs">
        <ActionIcon variant="subtle" color="gray" aria-label={t('unchoose')} onClick={onClear}>
          <X size={17} />
        </ActionIcon>
        <Text size="sm" fw={600} aria-live="polite">
          {t('chosen', { count: selection.length })}
        </Text>
        {actions.map((action) => (
          <Button
            key={action.id}
            size="xs"
            variant="default"
            leftSection={<action.icon size={15} />}
            {...(action.danger === true ? { c: 'var(--mantine-color-error)' } : {})}
            onClick={() => run(action, selection)}
          >
            {labelOf(action.label)}
          </Button>
        ))}
      </Group>
    </Paper>
  );
}
