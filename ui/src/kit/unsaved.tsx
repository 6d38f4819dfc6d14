import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import {
  createContext, type MouseEvent, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState,
} from 'react';
import { useText } from '@/lib/locale';
import { kitText } from '@/lib/text/kit';
import { actions } from './listRoom';

interface Guard {
  readonly mark: (form: symbol, isChanged: boolean) => void;
  readonly leave: (go: () => void) => void;
}

/** Without a guard around, as in small tests, everything may be left. */
const GuardContext = createContext<Guard>({ mark: () => undefined, leave: (go) => go() });

/** What stands in the address of forms beside a list: a change of one of these takes the form away. */
const places = ['tab', 'open', 'openGroup', 'dtab', 'edit'];

interface Place {
  readonly pathname: string;
  readonly search: unknown;
}

function isAway(current: Place, next: Place): boolean {
  const [from, to] = [current.search, next.search] as readonly Readonly<Record<string, string>>[];
  return current.pathname !== next.pathname || places.some((name) => from?.[name] !== to?.[name]);
}

/**
 * Asks before something that was typed and not saved is lost: on another page, tab or row, on Back, reload and closing
 * the window, and when a dialog or form is closed. Forms tell of themselves with {@link useUnsaved}.
 */
export function UnsavedGuard({ children }: { readonly children: ReactNode }) {
  const changed = useRef(new Set<symbol>());
  const [answer, setAnswer] = useState<(mayGo: boolean) => void>();
  const isAsking = useRef(false);
  const ask = useCallback(() => {
    if (isAsking.current) return Promise.resolve(false);
    isAsking.current = true;
    return new Promise<boolean>((resolve) => {
      setAnswer(() => (mayGo: boolean) => {
        if (mayGo) changed.current.clear();
        setAnswer(undefined);
        // The key that closed the question may not close what is below it, too.
        setTimeout(() => (isAsking.current = false));
        resolve(mayGo);
      });
    });
  }, []);
  useBlocker({
    shouldBlockFn: async ({ current, next }) => changed.current.size > 0 && isAway(current, next) && !(await ask()),
    enableBeforeUnload: () => changed.current.size > 0,
  });
  const guard = useMemo<Guard>(
    () => ({
      mark: (form, isChanged) => void (isChanged ? changed.current.add(form) : changed.current.delete(form)),
      leave: (go) => {
        if (changed.current.size === 0 && !isAsking.current) go();
        else void ask().then((mayGo) => mayGo && go());
      },
    }),
    [ask],
  );
  return (
    <GuardContext value={guard}>
      {children}
      {answer !== undefined && <Question onAnswer={answer} />}
    </GuardContext>
  );
}

function Question({ onAnswer }: { readonly onAnswer: (mayGo: boolean) => void }) {
  const t = useText(kitText);
  return (
    <Modal
      opened
      centered
      zIndex={400}
      onClose={() => onAnswer(false)}
      title={t('unsavedTitle')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack>
        <Text size="sm">{t('unsavedText')}</Text>
        <Group justify="flex-end" {...actions}>
          <Button variant="default" onClick={() => onAnswer(true)}>
            {t('discard')}
          </Button>
          <Button data-autofocus onClick={() => onAnswer(false)}>
            {t('keepEditing')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Leaves a place on purpose; asks first if something there is not saved. */
export function useLeave(): (go: () => void) => void {
  return use(GuardContext).leave;
}

interface Unsaved {
  /** Closes the form after asking. */
  readonly leave: (go: () => void) => void;
  /** Says that all is saved, before the form itself is drawn again. */
  readonly release: () => void;
}

/** Tells the guard that a form holds something that is not saved. */
export function useUnsaved(isChanged: boolean): Unsaved {
  const { mark, leave } = use(GuardContext);
  const [form] = useState(() => Symbol('form'));
  useEffect(() => {
    mark(form, isChanged);
    return () => mark(form, false);
  }, [mark, form, isChanged]);
  return useMemo(() => ({ leave, release: () => mark(form, false) }), [leave, mark, form]);
}

/** Notices the first change in a form, also a choice from a list, which lies elsewhere in the page but is drawn by the form. */
export function useTouched() {
  const [isTouched, setTouched] = useState(false);
  const touch = () => setTouched(true);
  const onClickCapture = ({ target }: MouseEvent) => {
    if (target instanceof Element && target.closest('[role="option"], .mantine-Pill-remove') !== null) touch();
  };
  return { isTouched, watch: { onInputCapture: touch, onChangeCapture: touch, onClickCapture } };
}
