import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type FormEvent, type KeyboardEvent, type ReactNode, useRef } from 'react';
import { actions } from '@/kit/listRoom';
import { useTouched, useUnsaved } from '@/kit/unsaved';
import { useText } from '@/lib/locale';
import { messageOf } from '@/lib/problem';
import { kitText } from '@/lib/text/kit';
import classes from '../access.module.css';

interface FrameProps {
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** The verb of the main button; without one there is nothing to send and only Close is shown. */
  readonly verb?: string;
  readonly canSend?: boolean;
  /** Everything is done already: there is nothing to cancel. */
  readonly isResult?: boolean;
  readonly busy?: boolean;
  readonly error?: unknown;
  readonly size?: number | string;
  readonly onSend?: () => void;
  readonly onClose: () => void;
}

/** A dialog with a form and its buttons in sight at the bottom; full screen on a phone. Ctrl and Enter send it from anywhere. */
export function Frame({
  title,
  children,
  verb,
  canSend = true,
  isResult = false,
  busy = false,
  error,
  size = 640,
  onSend,
  onClose,
}: FrameProps) {
  const t = useText(kitText);
  const isPhone = useMediaQuery('(max-width: 48em)') === true;
  const form = useRef<HTMLFormElement>(null);
  const { isTouched, watch } = useTouched();
  const { leave } = useUnsaved(isTouched && verb !== undefined && !isResult);
  const close = () => leave(onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (canSend && !busy) onSend?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size={size}
      fullScreen={isPhone}
      closeButtonProps={{ 'aria-label': t('close') }}
      closeOnClickOutside={false}
      styles={{ title: { fontWeight: 650, overflowWrap: 'anywhere' } }}
    >
      {/* The keys are a second way to the button below. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <form ref={form} onSubmit={submit} onKeyDown={onKeyDown} noValidate {...watch}>
        <Stack gap="md">
          {children}
          {error !== undefined && error !== null && (
            <Text c="red" size="sm" role="alert">
              {messageOf(error)}
            </Text>
          )}
          <Group justify="flex-end" className={classes.footer} {...actions}>
            {!isResult && (
              <Button variant="default" onClick={close}>
                {t(verb === undefined ? 'close' : 'cancel')}
              </Button>
            )}
            {verb !== undefined && (
              <Button
                type="submit"
                loading={busy}
                disabled={!canSend}
                {...(isResult ? { 'data-autofocus': true } : {})}
              >
                {verb}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
