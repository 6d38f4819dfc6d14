import { Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { call, type Wire } from '@/api/http';
import type { EntityHandle } from '@/lib/entity';
import { useFormats } from '@/lib/format';
import { useText } from '@/lib/locale';
import { messagesText } from '@/lib/text/messages';

type Key = keyof typeof messagesText.en;
interface Line {
  readonly name: string;
  readonly count: number;
}

/** How often to ask while the counts are in sight: a message that is refused tells itself nowhere else. */
const askAgainMs = 5_000;

/** What became of the messages of a device: how many came, were stored, were refused, and what of them was left out. */
export function MessageCounts({ entity }: { readonly entity: EntityHandle }) {
  const t = useText(messagesText);
  const formats = useFormats();
  const { entityType, id: entityId } = entity.id;
  const { data } = useQuery({
    queryKey: ['message-counts', entityId],
    queryFn: () => call('get', '/api/telemetry/counters/{entityType}/{entityId}', { path: { entityType, entityId } }),
    refetchInterval: ({ state }) => (state.error === null ? askAgainMs : false),
    retry: false,
  });
  if (data === undefined) return null;
  return (
    <section aria-label={t('title')}>
      <Title order={3} size="h6" mb={4}>
        {t('title')}
      </Title>
      <Table fz="sm" verticalSpacing={3} horizontalSpacing="xs" aria-label={t('title')}>
        <Table.Tbody>
          {linesOf(data).map(({ name, count }) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400}>
                {name in messagesText.en ? t(name as Key) : name}
                {name === 'farInThePast' && (
                  <Text size="xs" c="dimmed">
                    {t('farInThePastText')}
                  </Text>
                )}
              </Table.Th>
              <Table.Td ta="right" style={{ fontVariantNumeric: 'tabular-nums' }}>
                {formats.number(count)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

/** What always counts, and of what should not happen only what did. */
function linesOf({ received, stored, values, refused, leftOut, farInThePast }: Wire<'TelemetryCounts'>): readonly Line[] {
  const named = (prefix: string, counts: Readonly<Record<string, number>> | null | undefined) =>
    Object.entries(counts ?? {}).map(([reason, count]) => ({ name: `${prefix}_${reason}`, count }));
  const trouble = [...named('refused', refused), ...named('leftOut', leftOut), { name: 'farInThePast', count: farInThePast ?? 0 }];
  return [
    { name: 'received', count: received ?? 0 },
    { name: 'stored', count: stored ?? 0 },
    { name: 'values', count: values ?? 0 },
    ...trouble.filter(({ count }) => count > 0),
  ];
}
