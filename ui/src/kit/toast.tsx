import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import { useText } from '@/lib/locale';
import { messageOf } from '@/lib/problem';
import { kitText } from '@/lib/text/kit';

export interface Toasts {
  /** Tells that something was done; with `undo` it can be taken back for ten seconds, or as long as is said. */
  readonly done: (message: string, undo?: () => Promise<unknown>, undoMs?: number) => void;
  readonly failed: (error: unknown) => void;
}

export function useToasts(): Toasts {
  const t = useText(kitText);
  return useMemo(() => {
    const closeButtonProps = { 'aria-label': t('close') };
    const failed = (error: unknown) =>
      notifications.show({ closeButtonProps, color: 'red', message: messageOf(error), role: 'alert', autoClose: 8_000 });
    const takeBack = (id: string, undo: () => Promise<unknown>) => {
      notifications.hide(id);
      undo().then(() => notifications.show({ closeButtonProps, message: t('undone'), role: 'status' }), failed);
    };
    return {
      failed,
      done: (message, undo, undoMs = 10_000) => {
        if (undo === undefined) {
          notifications.show({ closeButtonProps, message, role: 'status', autoClose: 4_000 });
          return;
        }
        const id = `undo-${++shown}`;
        notifications.show({
          id,
          closeButtonProps,
          role: 'status',
          autoClose: undoMs,
          message: <UndoMessage message={message} label={t('undo')} onUndo={() => takeBack(id, undo)} />,
        });
      },
    };
  }, [t]);
}

let shown = 0;

interface UndoMessageProps {
  readonly message: string;
  readonly label: string;
  readonly onUndo: () => void;
}

function UndoMessage({ message, label, onUndo }: UndoMessageProps) {
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{message}</Text>
      <Button size="compact-sm" variant="light" onClick={onUndo}>
        {label}
      </Button>
    </Group>
  );
}
