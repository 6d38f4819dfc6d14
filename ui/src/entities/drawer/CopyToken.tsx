import { Button } from '@mantine/core';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '@/api/abilities';
import { call } from '@/api/http';
import { writeClipboard } from '@/kit/CopyButton';
import { useToasts } from '@/kit/toast';
import type { EntityRef } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import { kitText } from '@/lib/text/kit';

/** Copies the access token of a device without showing it. It is read at that moment, which is audited. */
export function CopyToken({ deviceId }: { readonly deviceId: EntityRef }) {
  const t = useText(entitiesText);
  const k = useText(kitText);
  const toasts = useToasts();
  const [busy, setBusy] = useState(false);
  if (useMay('READ_CREDENTIALS', deviceId) !== true) return null;
  const copy = async () => {
    setBusy(true);
    try {
      const { credentialsId } = await call('get', '/api/device/{deviceId}/credentials', { path: { deviceId: deviceId.id } });
      await writeClipboard(credentialsId ?? '');
      toasts.done(k('copied'));
    } catch (error) {
      toasts.failed(error);
    }
    setBusy(false);
  };
  return (
    <Button size="xs" variant="default" leftSection={<KeyRound size={14} />} loading={busy} onClick={() => void copy()}>
      {t('copyToken')}
    </Button>
  );
}
