import { Badge, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { call } from '@/api/http';
import { RelativeTime } from '@/kit/RelativeTime';
import { Loaded, LoadingLines } from '@/kit/states';
import type { EntityHandle } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { auditText } from '@/lib/text/audit';

/** Who did what to an entity, newest first. */
export function AuditTab({ entity }: { readonly entity: EntityHandle }) {
  const t = useText(auditText);
  const { entityType, id: entityId } = entity.id;
  const entries = useQuery({
    queryKey: ['AUDIT_LOG', entityId],
    queryFn: () =>
      call('get', '/api/audit/logs/entity/{entityType}/{entityId}', {
        path: { entityType, entityId },
        query: { page: 0, pageSize: 50, sortProperty: 'createdTime', sortOrder: 'DESC' },
      }),
  });
  return (
    <Loaded query={entries} loading={<LoadingLines />} isEmpty={({ data }) => data.length === 0}>
      {({ data }) => (
        <Stack gap="sm" component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
          {data.map((row) => (
            <li key={row.id.id}>
              <Group justify="space-between" wrap="nowrap" gap="xs">
                <Text size="sm" fw={500}>
                  {row.actionType && t(row.actionType)}{' '}
                  {row.actionStatus === 'FAILURE' && (
                    <Badge size="sm" color="red" variant="light" tt="none">
                      {t('failure')}
                    </Badge>
                  )}
                </Text>
                <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                  <RelativeTime millis={row.createdTime} />
                </Text>
              </Group>
              <Text size="xs" c="dimmed" truncate>
                {row.userName}
                {row.actionFailureDetails ? ` · ${row.actionFailureDetails}` : ''}
              </Text>
            </li>
          ))}
        </Stack>
      )}
    </Loaded>
  );
}
