import { Checkbox, SimpleGrid, Stack } from '@mantine/core';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';
import { ContainedPicker } from '../fields/ContainedPicker';
import { GroupPicker } from '../fields/GroupPicker';
import { OwnerPicker } from '../fields/OwnerPicker';
import { roomOfList } from './SharePart';
import type { OwnerDraft } from './useOwnerDraft';

interface OwnerPartProps {
  readonly kind: string;
  readonly draft: OwnerDraft;
  readonly autoFocus: boolean;
}

/** To whom things belong, in which groups of that owner they are, and what goes along with them. */
export function OwnerPart({ kind, draft, autoFocus }: OwnerPartProps) {
  const t = useText(accessText);
  return (
    <Stack gap="sm" {...(autoFocus ? { mih: roomOfList } : {})}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <OwnerPicker
          label={t('owner')}
          description={t('ownerHint')}
          placeholder={draft.isPending ? '…' : t('severalOwners')}
          value={draft.owner}
          onChange={draft.setOwner}
          autoFocus={autoFocus}
        />
        <GroupPicker owner={draft.owner?.id} kind={kind} value={draft.groups} onChange={draft.setGroups} />
      </SimpleGrid>
      {draft.isNewOwner && (
        <ContainedPicker contained={draft.contained} value={draft.along} onChange={draft.setAlong} />
      )}
      {draft.isNewOwner && draft.hasDevices && (
        <Checkbox
          label={t('newCredentials')}
          description={t('newCredentialsHint')}
          checked={draft.newCredentials}
          onChange={(event) => draft.setNewCredentials(event.currentTarget.checked)}
        />
      )}
    </Stack>
  );
}
