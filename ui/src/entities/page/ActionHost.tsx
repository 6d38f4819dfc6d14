import { Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, Suspense, use, useCallback, useMemo, useRef, useState } from 'react';
import { type Can, type Operation, useCan, useMayOf } from '@/api/abilities';
import { lazyOf } from '@/kit/once';
import { OutcomeContext } from '@/kit/outcome';
import { LoadingState } from '@/kit/states';
import type { EntityHandle, EntityRef } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { kitText } from '@/lib/text/kit';
import { type ActionDialogProps, type ActionPlace, type EntityAction, type EntityKind, useExtensions } from '../contract';
import { ownActions } from './ownActions';
import { useLabel } from './useLabel';

interface Running {
  readonly action: EntityAction;
  readonly selection: readonly EntityHandle[];
}

type Run = (action: EntityAction, selection: readonly EntityHandle[]) => void;

const RunContext = createContext<Run>(() => undefined);

/** Runs an action on a selection: opens its dialog. */
export function useRun(): Run {
  return use(RunContext);
}

interface ActionHostProps {
  readonly kind: EntityKind;
  readonly owner: EntityRef | undefined;
  /** Called when a dialog has done something, so that what was chosen for it is chosen no longer. */
  readonly onDone?: () => void;
  readonly children: ReactNode;
}

/** Holds the dialog of the action that runs. What it changed is loaded anew afterwards. */
export function ActionHost({ kind, owner, onDone, children }: ActionHostProps) {
  const client = useQueryClient();
  const labelOf = useLabel();
  const [running, setRunning] = useState<Running>();
  const run = useCallback<Run>((action, selection) => setRunning({ action, selection }), []);
  const hasDone = useRef(false);
  const close = () => {
    setRunning(undefined);
    void client.invalidateQueries({ queryKey: [kind] });
    void client.invalidateQueries({ queryKey: ['groups', kind] });
    if (hasDone.current) onDone?.();
    hasDone.current = false;
  };
  return (
    <RunContext value={run}>
      {children}
      {running && (
        <Suspense fallback={<LoadingDialog title={labelOf(running.action.label)} onClose={close} />}>
          <OutcomeContext value={() => void (hasDone.current = true)}>
            <ActionDialog action={running.action} selection={running.selection} kind={kind} owner={owner} onClose={close} />
          </OutcomeContext>
        </Suspense>
      )}
    </RunContext>
  );
}

function LoadingDialog({ title, onClose }: { readonly title: string; readonly onClose: () => void }) {
  const t = useText(kitText);
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }} centered>
      <LoadingState />
    </Modal>
  );
}

function ActionDialog({ action, ...props }: ActionDialogProps & { readonly action: EntityAction }) {
  const Dialog = lazyOf(action, () => action.load().then(({ dialog }) => dialog));
  return <Dialog {...props} />;
}

/** The actions of a place that the user may use on what his owner holds. */
export function useActions(kind: EntityKind, place: ActionPlace): readonly EntityAction[] {
  const can = useCan();
  const all = useAllActions(kind, place);
  return useMemo(() => all.filter((action) => mayUse(can, action, kind)), [all, can, kind]);
}

/**
 * The actions of a place that the user may use on one entity: what is shared with him may allow more than his roles do, and
 * what others own less. Undefined while the server is asked.
 */
export function useActionsOn(kind: EntityKind, place: ActionPlace, entity: EntityRef): readonly EntityAction[] | undefined {
  const all = useAllActions(kind, place);
  const operations = useMemo(
    () => [...new Set(all.flatMap(({ operation }): readonly Operation[] => (operation === undefined ? [] : [operation])))],
    [all],
  );
  const may = useMayOf(operations, entity);
  return may && all.filter(({ operation }) => operation === undefined || may.has(operation));
}

function useAllActions(kind: EntityKind, place: ActionPlace): readonly EntityAction[] {
  const { actions } = useExtensions();
  return useMemo(
    () => [...actions, ...ownActions].filter((action) => action.kinds.includes(kind) && action.places.includes(place)),
    [actions, kind, place],
  );
}

/** What may be started for one entity of a kind from anywhere. */
export function anywhereOf(actions: readonly EntityAction[], kind: EntityKind): readonly EntityAction[] {
  return [...actions, ...ownActions].filter((action) => action.anywhere === true && action.kinds.includes(kind));
}

export function useAnywhere(kind: EntityKind): readonly EntityAction[] {
  const { actions } = useExtensions();
  return useMemo(() => anywhereOf(actions, kind), [actions, kind]);
}

function mayUse(can: Can, { operation }: EntityAction, kind: EntityKind): boolean {
  return operation === undefined || can(operation, kind);
}
