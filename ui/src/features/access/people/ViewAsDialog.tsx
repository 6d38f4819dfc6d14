import { Alert } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { openSession, useSessionChange } from '@/api/session';
import type { ActionDialogProps } from '@/entities/contract';
import { FailedState, LoadingState } from '@/kit/states';
import { useText } from '@/lib/locale';
import { failureOf, messageOf } from '@/lib/problem';
import { accessPeopleText } from '@/lib/text/accessPeople';
import { Frame } from '../dialog/Frame';

/**
 * Turns the session into a look through a user's eyes: read-only, for a while, audited. It begins at once, as nothing
 * can be broken by it; a banner says so all the time and leads back.
 */
export function ViewAsDialog({ selection, onClose }: ActionDialogProps) {
  const t = useText(accessPeopleText);
  const change = useSessionChange();
  const navigate = useNavigate();
  const [user] = selection;
  const name = user?.name ?? '';
  const { mutate, error } = useMutation({
    mutationFn: () => openSession('/api/session/viewAs', { userId: user?.id.id }),
    onSuccess: async (session) => {
      change(session);
      await navigate({ to: '/', reloadDocument: true });
    },
  });
  const started = useRef(false);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    mutate();
  }, [mutate]);
  return (
    <Frame title={t('viewAsTitle', { name })} size={460} onClose={onClose}>
      {error === null ? (
        <LoadingState label={t('viewAsStarting', { name })} />
      ) : failureOf(error) === 'denied' ? (
        <Alert color="orange" role="alert" title={t('viewAsRefused')}>
          {messageOf(error)}
        </Alert>
      ) : (
        <FailedState error={error} onRetry={() => mutate()} />
      )}
    </Frame>
  );
}
