import { Alert, Button, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useMay } from '@/api/abilities';
import { call } from '@/api/http';
import { useToasts } from '@/kit/toast';
import type { EntityHandle } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { messageOf } from '@/lib/problem';
import { entitiesText } from '@/lib/text/entities';

/** Says that somebody knows the credentials of a device who has nothing to do with it any more, and offers new ones. */
export function OldCredentials({ entity }: { readonly entity: EntityHandle }) {
  const t = useText(entitiesText);
  const toasts = useToasts();
  const client = useQueryClient();
  const mayWrite = useMay('WRITE_CREDENTIALS', entity.id) === true;
  const mayRead = useMay('READ_CREDENTIALS', entity.id) === true;
  const deviceId = entity.id.id;
  const queryKey = ['old credentials', deviceId];
  const info = useQuery({ queryKey, queryFn: () => call('get', '/api/device/info/{deviceId}', { path: { deviceId } }) });
  const renew = useMutation({
    mutationFn: () => call('post', '/api/device/{deviceId}/credentials/renew', { path: { deviceId } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['credentials', deviceId] });
      await client.invalidateQueries({ queryKey });
      toasts.done(t('credentialsSaved'));
    },
  });
  const ofReceiver = info.data?.credentialsOfFormerReceiver === true;
  if (!ofReceiver && info.data?.credentialsOfFormerOwner !== true) return null;
  return (
    <Alert color="yellow" role="status">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t(ofReceiver ? 'credentialsOfReceiver' : 'credentialsOfOwner')}</Text>
        {renew.error !== null && (
          <Text size="sm" c="red" role="alert">
            {messageOf(renew.error)}
          </Text>
        )}
        {mayWrite && mayRead && (
          <Button variant="default" size="xs" leftSection={<RefreshCw size={14} />} loading={renew.isPending} onClick={() => renew.mutate()}>
            {t('renewCredentials')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
