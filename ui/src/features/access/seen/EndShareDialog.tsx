import { Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '@/api/http';
import { ConfirmDialog } from '@/kit/ConfirmDialog';
import { useToasts } from '@/kit/toast';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';
import { refreshAll } from '../model/queries';
import { endShare, type PresentShare, sharesQuery } from '../model/shares';

interface EndShareDialogProps {
  readonly share: PresentShare;
  readonly thing: string;
  readonly onClose: () => void;
}

/**
 * Asks before a share ends: open pages of its receivers go dark at once. The toast gives it again, if it was not passed on:
 * whoever gave that again would give it as his own.
 */
export function EndShareDialog({ share, thing, onClose }: EndShareDialogProps) {
  const t = useText(accessText);
  const client = useQueryClient();
  const toasts = useToasts();
  // A share may be of more things, and with more people, than the one that it is ended at.
  const grant = useQuery({
    queryKey: ['access', 'grant', share.grantId],
    queryFn: () =>
      call('get', '/api/groupPermission/info/{groupPermissionId}', { path: { groupPermissionId: share.grantId }, query: { isUserGroup: false } }),
  }).data;
  const members = grant?.userGroupId?.entityType === 'ENTITY_GROUP';
  const content = grant?.entityGroupId?.entityType === 'ENTITY_GROUP' ? (grant.entityGroupName ?? thing) : undefined;
  const target = grant?.entityGroupId ?? undefined;
  const shares = useQuery({ ...sharesQuery(target ?? { entityType: '', id: '' }), enabled: target !== undefined }).data;
  const passedOnBy = shares?.find(({ grantId }) => grantId === share.grantId)?.passedOnBy;
  const end = async () => {
    const undo = await endShare(share.grantId);
    const again = async () => {
      await undo?.();
      await refreshAll(client);
    };
    toasts.done(t('shareEnded', { name: share.receiver }), undo && again);
    await refreshAll(client);
  };
  return (
    <ConfirmDialog title={t('endShareTitle')} verb={t('endShare')} danger onConfirm={end} onClose={onClose}>
      <Stack gap="xs">
        <span>{t('endShareText', { name: share.receiver, thing })}</span>
        {members && <span>{t('endShareMembers', { name: share.receiver })}</span>}
        {content !== undefined && <span>{t('endShareContent', { group: content })}</span>}
        {passedOnBy !== undefined && <span>{t('endSharePassedOn', { name: passedOnBy })}</span>}
      </Stack>
    </ConfirmDialog>
  );
}
