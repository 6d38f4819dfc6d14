import { Group, Stack } from '@mantine/core';
import { ContainedPicker } from '../fields/ContainedPicker';
import { EndDate } from '../fields/EndDate';
import { ReceiverPicker } from '../fields/ReceiverPicker';
import { RightPicker } from '../fields/RightPicker';
import { isGroup, type Named } from '../model/plan';
import type { ShareDraft } from './useShareDraft';

interface SharePartProps {
  readonly things: readonly Named[];
  readonly draft: ShareDraft;
  readonly autoFocus: boolean;
}

/** A dialog that opens with a list has room for it above its buttons. */
export const roomOfList = 300;

/** With whom to share, how, and until when. */
export function SharePart({ things, draft, autoFocus }: SharePartProps) {
  const groups = things.some(isGroup);
  return (
    <Stack gap="sm" {...(autoFocus ? { mih: roomOfList } : {})}>
      <ReceiverPicker
        value={draft.receivers}
        onChange={draft.setReceivers}
        withUsers={!groups}
        autoFocus={autoFocus}
      />
      <Group align="flex-start" justify="space-between" gap="md">
        <RightPicker value={draft.right} onChange={draft.setRight} />
        {!groups && <EndDate value={draft.until} onChange={draft.setUntil} />}
      </Group>
      {!groups && (
        <ContainedPicker contained={draft.contained} value={draft.along} onChange={draft.setAlong} />
      )}
    </Stack>
  );
}
