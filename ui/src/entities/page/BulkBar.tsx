import { ActionIcon, Button, Group, Paper, Text } from '@mantine/core';
import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useToasts } from '@/kit/toast';
import type { EntityHandle } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import { kitText } from '@/lib/text/kit';
import type { EntityAction, EntityKind } from '../contract';
import { useActions, useRun } from './ActionHost';
import { useLabel } from './useLabel';
import classes from './page.module.css';

interface BulkBarProps {
  readonly kind: EntityKind;
  readonly count: number;
  /** Everything that matches is chosen, whether it was loaded or not. */
  readonly isAll: boolean;
  /** Finds what is chosen; tells how many are found so far. */
  readonly handles: (tell: (count: number) => void, signal: AbortSignal) => Promise<readonly EntityHandle[]>;
  readonly onClear: () => void;
}

/** What can be done with all that is chosen. */
export function BulkBar({ kind, count, isAll, handles, onClear }: BulkBarProps) {
  const t = useText(entitiesText);
  const k = useText(kitText);
  const labelOf = useLabel();
  const run = useRun();
  const toasts = useToasts();
  const actions = useActions(kind, 'bulk');
  const [found, setFound] = useState<number>();
  const stop = useRef<AbortController>(undefined);
  if (count === 0) return null;
  const title = t(isAll ? 'chosenAll' : 'chosen', { count });
  const start = async (action: EntityAction) => {
    const abort = new AbortController();
    stop.current = abort;
    try {
      const selection = await handles(setFound, abort.signal);
      if (!abort.signal.aborted) run(action, selection);
    } catch (error) {
      if (!abort.signal.aborted) toasts.failed(error);
    } finally {
      setFound(undefined);
    }
  };
  return (
    <Paper className={classes.bulk} withBorder shadow="md" role="region" aria-label={title}>
      <Group gap="xs">
        <ActionIcon variant="subtle" color="gray" aria-label={t('unchoose')} onClick={onClear}>
          <X size={17} />
        </ActionIcon>
        <Text size="sm" fw={600} aria-live="polite">
          {title}
        </Text>
        {found === undefined ? (
          actions.map((action) => (
            <Button
              key={action.id}
              size="xs"
              variant="default"
              leftSection={<action.icon size={15} />}
              {...(action.danger === true ? { c: 'var(--mantine-color-error)' } : {})}
              onClick={() => void start(action)}
            >
              {labelOf(action.label)}
            </Button>
          ))
        ) : (
          <>
            <Text size="sm" role="status">
              {t('collecting', { done: found, count })}
            </Text>
            <Button size="xs" variant="default" onClick={() => stop.current?.abort()}>
              {k('cancel')}
            </Button>
          </>
        )}
      </Group>
    </Paper>
  );
}
