import { Checkbox, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog } from '@/kit/ConfirmDialog';
import { useJobs } from '@/kit/jobs';
import { useToasts } from '@/kit/toast';
import { useText } from '@/lib/locale';
import { messageOf, Problem } from '@/lib/problem';
import { entitiesText } from '@/lib/text/entities';
import type { ActionDialogProps } from '../contract';
import { descriptorOf } from '../kinds';

/** More than these are deleted in the background. */
const inPlace = 50;

/** Deletes what was chosen, one after the other; what could not be deleted is told with the reason. */
export function DeleteDialog({ selection, kind, onClose }: ActionDialogProps) {
  const t = useText(entitiesText);
  const toasts = useToasts();
  const [cascade, setCascade] = useState(false);
  const descriptor = descriptorOf(kind);
  const start = useJobs();
  const client = useQueryClient();
  const inBackground = () => {
    start({
      title: t('deleting', { count: selection.length }),
      items: selection,
      nameOf: ({ name }) => name,
      size: 1,
      width: 4,
      step: ([first]) => (first === undefined ? Promise.resolve() : Promise.resolve(descriptor?.remove(first.id.id, cascade))),
      told: (count) => t('deleted', { count }),
      onEnd: () => void client.invalidateQueries({ queryKey: [kind] }),
    });
    return Promise.resolve();
  };
  const confirm = async () => {
    let done = 0;
    let reason: unknown;
    for (const { id } of selection) {
      try {
        await descriptor?.remove(id.id, cascade);
        done++;
      } catch (error) {
        reason = error;
      }
    }
    const failed = selection.length - done;
    if (failed === 0) toasts.done(t('deleted', { count: done }));
    else throw new Problem(0, t('deleteFailed', { done, failed, reason: messageOf(reason) }));
  };
  return (
    <ConfirmDialog
      title={t('deleteTitle', { count: selection.length, name: selection[0]?.name ?? '' })}
      verb={t('delete')}
      danger
      onConfirm={selection.length > inPlace ? inBackground : confirm}
      onClose={onClose}
    >
      <Stack gap="sm">
        {t('deleteText')}
        {kind === 'CUSTOMER' && (
          <Checkbox label={t('cascade')} checked={cascade} onChange={(event) => setCascade(event.currentTarget.checked)} />
        )}
      </Stack>
    </ConfirmDialog>
  );
}
