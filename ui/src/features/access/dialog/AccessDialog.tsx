import { Divider, Stack, Title } from '@mantine/core';
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
import { useOwnerDraft } from './useOwnerDraft';
import { useSend } from './useSend';
import { useShareDraft } from './useShareDraft';

/** Which parts a dialog shows: both, or the one that somebody came for. */
export type Parts = 'access' | 'share' | 'owner';

/** Who holds things and who else may see them: one dialog for any entity, group or selection. */
export function AccessDialog({
  selection,
  kind,
  parts,
  onClose,
}: ActionDialogProps & { readonly parts: Parts }) {
  const t = useText(accessText);
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
  const name = single?.name ?? t('things', { count: selection.length });
  const { send, busy, error } = useSend(applyAll, t(doneKey(plan, regrouped), { name }), onClose);
  const both = withOwner && withShare;
  return (
    <Frame
      title={t(titleKeys[parts], { name })}
      verb={t(verbKeys[parts])}
      canSend={!(nothing && regrouped === undefined) && !(withOwner && owner.isPending)}
      busy={busy}
      error={error}
      onSend={() => send({ plan, regrouped })}
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
        <Part title={both ? t('ownership') : undefined}>
          {owner.error !== null ? (
            <FailedState error={owner.error} />
          ) : (
            <OwnerPart kind={kind} draft={owner} autoFocus={parts === 'owner'} />
          )}
        </Part>
      )}
      {!nothing && <PreviewPanel plan={plan} />}
    </Frame>
  );
}

const titleKeys = { access: 'accessOf', share: 'shareOf', owner: 'ownerOf' } as const;
const verbKeys = { access: 'apply', share: 'share', owner: 'update' } as const;

interface Whole {
  readonly plan: AccessPlan;
  readonly regrouped: OwnerStep | undefined;
}

async function applyAll({ plan, regrouped }: Whole): Promise<Undo> {
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
