import { Button, Group } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Mail } from 'lucide-react';
import { call } from '@/api/http';
import type { ActionDialogProps } from '@/entities/contract';
import { Loaded } from '@/kit/states';
import { useToasts } from '@/kit/toast';
import { useText } from '@/lib/locale';
import { messageOf } from '@/lib/problem';
import { accessPeopleText } from '@/lib/text/accessPeople';
import { Frame } from '../dialog/Frame';
import { activationLink } from './account';
import { LinkShown } from './LinkShown';

/** Shows the activation link of a user who has not been here yet, and sends it by mail again. */
export function LinkDialog({ selection, onClose }: ActionDialogProps) {
  const t = useText(accessPeopleText);
  const toasts = useToasts();
  const [user] = selection;
  const email = user?.name ?? '';
  const link = useQuery({
    queryKey: ['access', 'activationLink', user?.id.id],
    queryFn: () => activationLink(user?.id.id ?? ''),
    retry: false,
    staleTime: Infinity,
    gcTime: 0,
  });
  const mail = useMutation({
    mutationFn: () => call('post', '/api/user/sendActivationMail', { query: { email } }),
    onSuccess: () => toasts.done(t('mailSent', { name: email })),
  });
  return (
    <Frame
      title={t('activationLinkOf', { name: email })}
      onClose={onClose}
      error={mail.error === null ? undefined : new Error(messageOf(mail.error))}
    >
      <Loaded query={link}>
        {(shown) => (
          <>
            <LinkShown link={shown} name={email} />
            <Group>
              <Button
                variant="default"
                size="xs"
                leftSection={<Mail size={14} />}
                loading={mail.isPending}
                onClick={() => mail.mutate()}
              >
                {t('sendMail')}
              </Button>
            </Group>
          </>
        )}
      </Loaded>
    </Frame>
  );
}
