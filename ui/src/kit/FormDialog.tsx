import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useText } from '@/lib/locale';
import { messageOf } from '@/lib/problem';
import { kitText } from '@/lib/text/kit';
import { actions } from './listRoom';
import { useOutcome } from './outcome';
import { useTouched, useUnsaved } from './unsaved';

interface FormDialogProps {
  readonly title: string;
  readonly verb: string;
  /** Whether all that is needed was filled in. */
  readonly ready: boolean;
  readonly onSubmit: () => Promise<unknown>;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly size?: string;
}

/** A small form in a dialog that stays open and tells when the server refuses. */
export function FormDialog({ title, verb, ready, onSubmit, onClose, children, size = 'md' }: FormDialogProps) {
  const t = useText(kitText);
  const didSomething = useOutcome();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const { isTouched, watch } = useTouched();
  const { leave, release } = useUnsaved(isTouched);
  const close = () => leave(onClose);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await onSubmit();
      didSomething();
      release();
      onClose();
    } catch (cause) {
      setError(messageOf(cause));
      setBusy(false);
    }
  };
  return (
    <Modal opened size={size} onClose={close} title={title} closeButtonProps={{ 'aria-label': t('close') }} centered>
      <form onSubmit={(event) => void submit(event)} {...watch}>
        <Stack>
          {children}
          {error !== undefined && (
            <Alert color="red" role="alert">
              {error}
            </Alert>
          )}
          <Group justify="flex-end" {...actions}>
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={busy} disabled={!ready}>
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
