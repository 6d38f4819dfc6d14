import { Alert, Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link2, Mail, UserRoundCheck, UserRoundX } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '@/api/abilities';
import { call } from '@/api/http';
import { useMe } from '@/api/session';
import { CopyButton } from '@/kit/CopyButton';
import { FailedState, LoadingState } from '@/kit/states';
import { useToasts } from '@/kit/toast';
import { flagField } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import { kitText } from '@/lib/text/kit';

/** What an administrator does for a user: hand over the invitation, send it again, close and open the account. */
export function UserActions({ userId }: { readonly userId: string }) {
  const t = useText(entitiesText);
  const me = useMe();
  const may = useMay('WRITE', { entityType: 'USER', id: userId }) === true;
  const user = useQuery({
    queryKey: ['USER', 'account', userId],
    queryFn: () => call('get', '/api/user/{userId}', { path: { userId } }),
    enabled: may,
  }).data;
  const [link, setLink] = useState(false);
  const { enable, resend } = useAccount(userId, user?.email ?? '');
  if (!may || user === undefined) return null;
  const activated = flagField(user.additionalInfo, 'userActivated');
  const enabled = flagField(user.additionalInfo, 'userCredentialsEnabled');
  return (
    <>
      {!activated && (
        <>
          <Button size="xs" variant="default" leftSection={<Link2 size={14} />} onClick={() => setLink(true)}>
            {t('activationLink')}
          </Button>
          <Button size="xs" variant="default" leftSection={<Mail size={14} />} loading={resend.isPending} onClick={() => resend.mutate()}>
            {t('resend')}
          </Button>
        </>
      )}
      {activated && userId !== me.id.id && (
        <Button
          size="xs"
          variant="default"
          leftSection={enabled ? <UserRoundX size={14} /> : <UserRoundCheck size={14} />}
          loading={enable.isPending}
          onClick={() => enable.mutate(!enabled)}
        >
          {enabled ? t('disable') : t('enable')}
        </Button>
      )}
      {link && <LinkDialog userId={userId} onClose={() => setLink(false)} />}
    </>
  );
}

function useAccount(userId: string, email: string) {
  const t = useText(entitiesText);
  const toasts = useToasts();
  const client = useQueryClient();
  const enable = useMutation({
    mutationFn: (enabled: boolean) =>
      call('post', '/api/user/{userId}/userCredentialsEnabled', { path: { userId }, query: { userCredentialsEnabled: enabled } }),
    onSuccess: async (_, enabled) => {
      await client.invalidateQueries({ queryKey: ['USER'] });
      toasts.done(t(enabled ? 'enabled_' : 'disabled_'));
    },
    onError: toasts.failed,
  });
  const resend = useMutation({
    mutationFn: () => call('post', '/api/user/sendActivationMail', { query: { email } }),
    onSuccess: () => toasts.done(t('resent')),
    onError: toasts.failed,
  });
  return { enable, resend };
}

function LinkDialog({ userId, onClose }: { readonly userId: string; readonly onClose: () => void }) {
  const t = useText(entitiesText);
  const k = useText(kitText);
  const link = useQuery({
    queryKey: ['activation-link', userId],
    queryFn: () => call('get', '/api/user/{userId}/activationLinkInfo', { path: { userId } }),
    gcTime: 0,
  });
  const value = link.data?.value ?? '';
  return (
    <Modal opened onClose={onClose} title={t('activationLink')} closeButtonProps={{ 'aria-label': k('close') }} centered>
      {link.isError ? (
        <FailedState error={link.error} />
      ) : link.data === undefined ? (
        <LoadingState />
      ) : (
        <Stack>
          <Text size="sm">{t('activationText')}</Text>
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {value}
          </Code>
          <Group justify="flex-end">
            <CopyButton text={value} withText />
          </Group>
          {value === '' && <Alert color="yellow">{t('none')}</Alert>}
        </Stack>
      )}
    </Modal>
  );
}
