import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Share2 } from 'lucide-react';
import { call, send } from '@/api/http';
import { useText } from '@/lib/locale';
import { messageOf } from '@/lib/problem';
import { entitiesText } from '@/lib/text/entities';

interface LandingHintProps {
  readonly userId: string;
  readonly dashboardId: string;
}

/** Says that a user could not read the dashboard that he is to land on, and shares it with him on a click. */
export function LandingHint({ userId, dashboardId }: LandingHintProps) {
  const t = useText(entitiesText);
  const answer = useQuery({
    queryKey: ['access', 'explain', userId, dashboardId],
    queryFn: () =>
      call('get', '/api/access/explain', { query: { userId, entityType: 'DASHBOARD', entityId: dashboardId, operation: 'READ' } }),
    retry: false,
  });
  const share = useMutation({
    mutationFn: () =>
      send('post', '/api/access/change', {
        entities: [{ entityType: 'DASHBOARD', id: dashboardId }],
        receivers: [{ entityType: 'USER', id: userId }],
        readElseWrite: true,
      }),
    onSuccess: () => answer.refetch(),
  });
  if (answer.data?.allowed !== false) return null;
  return (
    <Alert color="yellow" mt={6} p="xs" role="status">
      <Group gap="xs" justify="space-between">
        <Text size="sm">{t('landingHidden')}</Text>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Share2 size={14} aria-hidden />}
          loading={share.isPending}
          onClick={() => share.mutate()}
        >
          {t('landingShare')}
        </Button>
      </Group>
      {share.error !== null && (
        <Text size="sm" c="red" role="alert">
          {messageOf(share.error)}
        </Text>
      )}
    </Alert>
  );
}
