import { Badge, Group, Stack, Table, Text } from '@mantine/core';
import { RelativeTime } from '@/kit/RelativeTime';
import { EmptyState, Loaded, LoadingLines } from '@/kit/states';
import type { EntityHandle } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import { useLatest } from './useLatest';

/** The latest reading of each key, moving as they arrive. */
export function TelemetryTab({ entity }: { readonly entity: EntityHandle }) {
  const t = useText(entitiesText);
  const latest = useLatest(entity.id);
  return (
    <Stack>
      <Group justify="flex-end">
        <Badge variant="dot" color={latest.live ? 'teal' : 'yellow'} tt="none">
          {latest.live ? t('live') : t('reconnecting')}
        </Badge>
      </Group>
      <Loaded
        query={latest}
        loading={<LoadingLines />}
        isEmpty={(list) => list.length === 0}
        empty={<EmptyState title={t('noTelemetry')} text={t('noTelemetryText')} />}
      >
        {(list) => (
          <Table layout="fixed" fz="sm" aria-label={t('tabTelemetry')}>
            <thead>
              <tr>
                <th scope="col">{t('key')}</th>
                <th scope="col">{t('value')}</th>
                <th scope="col" style={{ width: 130 }}>
                  {t('updated')}
                </th>
              </tr>
            </thead>
            <tbody>
              {list.map(({ key, value, ts }) => (
                <tr key={key}>
                  <td style={{ overflowWrap: 'anywhere' }}>{key}</td>
                  <td>
                    <Text size="sm" lineClamp={3} style={{ overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' }}>
                      {value}
                    </Text>
                  </td>
                  <td>
                    <Text size="xs" c="dimmed">
                      <RelativeTime millis={ts} />
                    </Text>
                  </td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Loaded>
    </Stack>
  );
}
