import { Divider, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ActionDialogProps } from '@/entities/contract';
import { FailedState } from '@/kit/states';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';
import { applyPlan, type Undo } from '../model/change';
import { type AccessPlan, isEmptyPlan, isGroup, type OwnerStep } from '../model/plan';
import { regroup } from '../model/regroup';
import { Frame } from './Frame';
import { OwnerPart } from './OwnerPart';
import { PreviewPanel } from './PreviewPanel';
import { SharePart } from './SharePart';
import { SharedWith } from './SharedWith';
import { manyThings, useManyChanges } from './useManyChanges';
import { useOwnerDraft } from './useOwnerDraft';
import { useSend } from './useSend';
import { useShareDraft } from './useShareDraft';

/** Which parts a dialog shows: both, or the one that somebody came for. */
export type Parts = 'access' | 'share' | 'owner';

/** Who holds things and who else may see them: one dialog for any entity, group or selection. */
export function AccessDialog({
  selection: whole,
  kind,
  parts,
  onClose,
}: ActionDialogProps & { readonly parts: Parts }) {
  const t = useText(accessText);
  // Of very many things the dialog looks at the first ones; the change is made of all, in the background.
  const isMany = whole.length > manyThings;
  const selection = isMany ? whole.slice(0, manyThings) : whole;
  const withOwner = parts !== 'share' && !selection.some(isGroup);
  const withShare = parts !== 'owner' && kind !== 'USER';
  const owner = useOwnerDraft(selection, withOwner);
  const share = useShareDraft(selection);
  const regrouped = withOwner && owner.regroup ? owner.step : undefined;
  const plan: AccessPlan = {
    owner: withOwner && !owner.regroup ? owner.step : undefined,
    share: withShare ? share.step : undefined,
  };
  const nothing = isEmptyPlan(plan);
  const [single] = selection.length === 1 ? selection : [];
  const name = single?.name ?? t('things', { count: whole.length });
  const { send, busy, error } = useSend(applyAll, t(doneKey(plan, regrouped), { name }), onClose);
  const both = withOwner && withShare;
  const inBackground = useManyChanges(whole, t(titleKeys[parts], { name }), onClose);
  return (
    <Frame
      title={t(titleKeys[parts], { name })}
      verb={t(verbKeys[parts])}
      canSend={!(nothing && regrouped === undefined) && !(withOwner && owner.isPending)}
      busy={busy}
      error={error}
      onSend={() => (isMany ? inBackground({ plan, regrouped }) : send({ plan, regrouped }))}
      onClose={onClose}
    >
      {withShare && (
        <Part title={both ? t('sharing') : undefined}>
          <SharePart things={selection} draft={share} autoFocus={parts === 'share'} />
          {single !== undefined && <SharedWith thing={single} />}
        </Part>
      )}
      {both && <Divider />}
      {withOwner && (
        <Part title={both ? t('manageOwner') : undefined}>
          {owner.error !== null ? (
            <FailedState error={owner.error} />
          ) : (
            <OwnerPart kind={kind} draft={owner} autoFocus={parts === 'owner'} />
          )}
        </Part>
      )}
      {isMany && (
        <Text size="xs" c="dimmed">
          {t('manyThings', { shown: manyThings })}
        </Text>
      )}
      {!nothing && <PreviewPanel plan={plan} />}
    </Frame>
  );
}

const titleKeys = { access: 'accessOf', share: 'shareOf', owner: 'ownerOf' } as const;
const verbKeys = { access: 'apply', share: 'share', owner: 'update' } as const;

export interface Whole {
  readonly plan: AccessPlan;
  readonly regrouped: OwnerStep | undefined;
}

export async function applyAll({ plan, regrouped }: Whole): Promise<Undo> {
  const undoPlan = isEmptyPlan(plan) ? undefined : await applyPlan(plan);
  const undoGroups = regrouped === undefined ? undefined : await regroup(regrouped);
  return async () => {
    await undoGroups?.();
    await undoPlan?.();
  };
}

function doneKey({ owner, share }: AccessPlan, regrouped: OwnerStep | undefined) {
  if (share !== undefined)
    return owner === undefined && regrouped === undefined ? 'sharedDone' : 'changedDone';
  return owner === undefined ? 'groupsDone' : 'ownerDone';
}

function Part({ title, children }: { readonly title: string | undefined; readonly children: ReactNode }) {
  return (
    <Stack gap="sm" component="section">
      {title !== undefined && (
        <Title order={2} size="h5">
          {title}
        </Title>
      )}
      {children}
    </Stack>
  );
}
