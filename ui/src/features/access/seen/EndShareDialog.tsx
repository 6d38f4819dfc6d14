import { useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '@/kit/ConfirmDialog';
import { useToasts } from '@/kit/toast';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';
import { refreshAll } from '../model/queries';
import { endShare, type PresentShare } from '../model/shares';

interface EndShareDialogProps {
  readonly share: PresentShare;
  readonly thing: string;
  readonly onClose: () => void;
}

/** Asks before a share ends: open pages of its receivers go dark at once. The toast gives it again. */
export function EndShareDialog({ share, thing, onClose }: EndShareDialogProps) {
  const t = useText(accessText);
  const client = useQueryClient();
  const toasts = useToasts();
  const end = async () => {
    const undo = await endShare(share.grantId);
    toasts.done(t('shareEnded', { name: share.receiver }), async () => {
      await undo();
      await refreshAll(client);
    });
    await refreshAll(client);
  };
  return (
    <ConfirmDialog title={t('endShareTitle')} verb={t('endShare')} danger onConfirm={end} onClose={onClose}>
      {t('endShareText', { name: share.receiver, thing })}
    </ConfirmDialog>
  );
}
