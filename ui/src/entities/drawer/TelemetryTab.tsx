import { Badge, Group, Stack, Table, Text } from '@mantine/core';
import { RelativeTime } from '@/kit/RelativeTime';
import { EmptyState, Loaded, LoadingLines } from '@/kit/states';
import type { EntityHandle } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import { MessageCounts } from './MessageCounts';
import { useLatest } from './useLatest';

/** The latest reading of each key, moving as they arrive. */
export function TelemetryTab({ entity }: { readonly entity: EntityHandle }) {
  const t = useText(entitiesText);
  const latest = useLatest(entity.id);
  return (
    <Stack>
      {latest.phase !== 'idle' && (
        <Group justify="flex-end">
          <Badge variant="dot" color={latest.phase === 'connected' ? 'teal' : 'yellow'} tt="none">
            {t(latest.phase === 'connected' ? 'live' : latest.phase === 'connecting' ? 'connecting' : 'reconnecting')}
          </Badge>
        </Group>
      )}
      <Loaded
        query={latest}
        loading={<LoadingLines />}
        isEmpty={(list) => list.length === 0}
        empty={<EmptyState title={t('noTelemetry')} text={t('noTelemetryText')} />}
      >
        {(list) => (
          <Table layout="fixed" fz="sm" verticalSpacing={5} horizontalSpacing="xs" aria-label={t('tabTelemetry')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('key')}</Table.Th>
                <Table.Th>{t('value')}</Table.Th>
                <Table.Th style={{ width: 130 }}>
                  {t('updated')}
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.map(({ key, value, ts }) => (
                <Table.Tr key={key}>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{key}</Table.Td>
                  <Table.Td>
                    <Text size="sm" lineClamp={3} style={{ overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' }}>
                      {value}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <Text size="xs" c="dimmed">
                      <RelativeTime millis={ts} />
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Loaded>
      {entity.id.entityType === 'DEVICE' && <MessageCounts entity={entity} />}
    </Stack>
  );
}
