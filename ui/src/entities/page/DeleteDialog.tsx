import { Checkbox, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '@/api/session';
import { ConfirmDialog } from '@/kit/ConfirmDialog';
import { useJobs } from '@/kit/jobs';
import { useToasts } from '@/kit/toast';
import { useText } from '@/lib/locale';
import { Problem } from '@/lib/problem';
import { entitiesText } from '@/lib/text/entities';
import type { ActionDialogProps } from '../contract';
import { descriptorOf } from '../kinds';
import { undoMs, usePlanRemoval } from '../removals';

/** More than these are deleted in the background, and for good. */
const inPlace = 50;

/**
 * Deletes what was chosen. A few things go half a minute later, so that they can be taken back; very many, and a
 * customer with all that it owns, go at once. What could not be deleted is told with the reason.
 */
export function DeleteDialog({ selection, kind, onClose }: ActionDialogProps) {
  const t = useText(entitiesText);
  const toasts = useToasts();
  const { authority } = useMe();
  const [cascade, setCascade] = useState(false);
  const descriptor = descriptorOf(kind);
  const start = useJobs();
  const plan = usePlanRemoval();
  const client = useQueryClient();
  const forGood = cascade || selection.length > inPlace || authority === 'SYS_ADMIN';
  const atOnce = () => {
    start({
      title: t('deleting', { count: selection.length }),
      items: selection,
      nameOf: ({ name }) => name,
      size: 1,
      width: cascade ? 1 : 4,
      step: ([first]) => (first === undefined ? Promise.resolve() : Promise.resolve(descriptor?.remove(first.id.id, cascade))),
      told: (count) => t('deleted', { count }),
      onEnd: () => void client.invalidateQueries({ queryKey: [kind] }),
    });
    return Promise.resolve();
  };
  const later = async () => {
    const { count, refused, undo } = await plan(selection.map(({ id }) => id));
    toasts.done(t('deleted', { count }), undo, undoMs);
    if (refused.length > 0) toasts.failed(new Problem(0, t('deleteFailed', { done: count, failed: refused.length, reason: refused[0] ?? '' })));
  };
  return (
    <ConfirmDialog
      title={t('deleteTitle', { count: selection.length, name: selection[0]?.name ?? '' })}
      verb={t('delete')}
      danger
      onConfirm={forGood ? atOnce : later}
      onClose={onClose}
    >
      <Stack gap="sm">
        {t(forGood ? 'deleteText' : 'deleteLaterText', { seconds: undoMs / 1_000 })}
        {kind === 'CUSTOMER' && (
          <Checkbox label={t('cascade')} checked={cascade} onChange={(event) => setCascade(event.currentTarget.checked)} />
        )}
      </Stack>
    </ConfirmDialog>
  );
}
