import { useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '@/api/http';
import type { ActionDialogProps } from '@/entities/contract';
import { ConfirmDialog } from '@/kit/ConfirmDialog';
import { Loaded } from '@/kit/states';
import { useToasts } from '@/kit/toast';
import { flagField } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { accessPeopleText } from '@/lib/text/accessPeople';
import { Frame } from '../dialog/Frame';
import { refreshAll } from '../model/queries';

/** Switches an account off, or on again. */
export function SwitchDialog({ selection, onClose }: ActionDialogProps) {
  const t = useText(accessPeopleText);
  const [user] = selection;
  const userId = user?.id.id ?? '';
  const query = useQuery({
    queryKey: ['access', 'account', userId],
    queryFn: () => call('get', '/api/user/{userId}', { path: { userId } }),
    gcTime: 0,
  });
  if (query.data === undefined) {
    return (
      <Frame title={t('enableOrDisable')} onClose={onClose}>
        <Loaded query={query}>{() => null}</Loaded>
      </Frame>
    );
  }
  const on = flagField(query.data.additionalInfo, 'userCredentialsEnabled');
  return <Confirm userId={userId} name={user?.name ?? ''} on={on} onClose={onClose} />;
}

interface ConfirmProps {
  readonly userId: string;
  readonly name: string;
  readonly on: boolean;
  readonly onClose: () => void;
}

function Confirm({ userId, name, on, onClose }: ConfirmProps) {
  const t = useText(accessPeopleText);
  const toasts = useToasts();
  const client = useQueryClient();
  const change = async () => {
    await set(userId, !on);
    await refreshAll(client);
    toasts.done(t(on ? 'disabled' : 'enabled', { name }), async () => {
      await set(userId, on);
      await refreshAll(client);
    });
  };
  return (
    <ConfirmDialog
      title={t(on ? 'disableTitle' : 'enableTitle')}
      verb={t(on ? 'disable' : 'enable')}
      danger={on}
      onConfirm={change}
      onClose={onClose}
    >
      {t(on ? 'disableText' : 'enableText', { name })}
    </ConfirmDialog>
  );
}

function set(userId: string, userCredentialsEnabled: boolean) {
  return call('post', '/api/user/{userId}/userCredentialsEnabled', {
    path: { userId },
    query: { userCredentialsEnabled },
  });
}
