import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useText } from '@/lib/locale';
import { messageOf } from '@/lib/problem';
import { kitText } from '@/lib/text/kit';
import { actions } from './listRoom';
import { useOutcome } from './outcome';

interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** The verb of the button: "Delete", never "OK". */
  readonly verb: string;
  readonly danger?: boolean;
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before something that cannot be taken back; stays open and tells when it fails. */
export function ConfirmDialog({ title, children, verb, danger = false, onConfirm, onClose }: ConfirmDialogProps) {
  const t = useText(kitText);
  const didSomething = useOutcome();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const confirm = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      didSomething();
      onClose();
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }} centered>
      <Stack>
        <Text size="sm" component="div">
          {children}
        </Text>
        {error !== undefined && (
          <Text c="red" size="sm" role="alert">
            {messageOf(error)}
          </Text>
        )}
        <Group justify="flex-end" {...actions}>
          <Button variant="default" onClick={onClose} data-autofocus={danger || undefined}>
            {t('cancel')}
          </Button>
          <Button {...(danger ? { color: 'red' } : {})} loading={busy} onClick={() => void confirm()}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
