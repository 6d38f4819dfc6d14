import { Button, Group, List } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useToasts } from '@/kit/toast';
import { useText } from '@/lib/locale';
import { accessPeopleText } from '@/lib/text/accessPeople';
import { Frame } from '../dialog/Frame';
import { linkOf } from '../people/account';
import { LinkShown } from '../people/LinkShown';
import type { Onboarded } from './onboarding';

interface OnboardedCustomerProps {
  readonly done: Onboarded;
  /** What the first user is called. */
  readonly user: string;
  readonly onUndo: () => Promise<void>;
  readonly onClose: () => void;
}

/** What came of the sheet, with the first user's link; all of it can still be taken back. */
export function OnboardedCustomer({ done, user, onUndo, onClose }: OnboardedCustomerProps) {
  const t = useText(accessPeopleText);
  const toasts = useToasts();
  const { title: name, changed, grantIds, activationLink } = done;
  const undoing = useMutation({
    mutationFn: onUndo,
    onSuccess: () => {
      toasts.done(t('undone', { name }));
      onClose();
    },
  });
  return (
    <Frame
      title={t('customerAdded', { name })}
      isResult
      verb={t('done')}
      onSend={onClose}
      onClose={onClose}
      error={undoing.error}
    >
      {typeof activationLink?.value === 'string' && <LinkShown link={linkOf(activationLink)} name={user} />}
      <List size="sm">
        {changed.length > 0 && <List.Item>{t('moved', { count: changed.length, name })}</List.Item>}
        {grantIds.length > 0 && <List.Item>{t('shared', { count: grantIds.length })}</List.Item>}
      </List>
      <Group>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<Undo2 size={14} />}
          loading={undoing.isPending}
          onClick={() => undoing.mutate()}
        >
          {t('undo')}
        </Button>
      </Group>
    </Frame>
  );
}
