import { Alert, Code, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { call } from '@/api/http';
import { CopyButton } from '@/kit/CopyButton';
import { EmptyState, Loaded } from '@/kit/states';
import type { EntityHandle } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import { useLatest } from './useLatest';

/** Commands by protocol, as the server makes them; a protocol may have several by operating system. */
type Commands = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Commands to send a first reading, and proof of it the moment it arrives. */
export function ConnectTab({ entity }: { readonly entity: EntityHandle }) {
  const t = useText(entitiesText);
  const deviceId = entity.id.id;
  const commands = useQuery({
    queryKey: ['connect', deviceId],
    queryFn: async () => (await call('get', '/api/device-connectivity/{deviceId}', { path: { deviceId } })) as Commands,
    staleTime: Infinity,
    gcTime: 0,
  });
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('connectText')}
      </Text>
      <Loaded
        query={commands}
        isEmpty={(given) => linesOf(given).length === 0}
        empty={<EmptyState title={t('noCommands')} />}
      >
        {(given) =>
          linesOf(given).map(({ protocol, command }) => (
            <section key={command}>
              <Group justify="space-between" mb={4}>
                <Title order={3} size="h6" tt="uppercase">
                  {protocol}
                </Title>
                <CopyButton text={command} withText />
              </Group>
              <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {command}
              </Code>
            </section>
          ))
        }
      </Loaded>
      <Arrival entity={entity} />
    </Stack>
  );
}

function linesOf(commands: Commands) {
  return Object.entries(commands).flatMap(([protocol, byTool]) =>
    Object.values(byTool).flatMap((command) => (typeof command === 'string' ? [{ protocol, command }] : [])),
  );
}

/** The first reading that is newer than this tab. */
function Arrival({ entity }: { readonly entity: EntityHandle }) {
  const t = useText(entitiesText);
  const { data } = useLatest(entity.id);
  const newest = [...(data ?? [])].sort((a, b) => b.ts - a.ts)[0];
  const [before, setBefore] = useState<number>();
  if (before === undefined && data !== undefined) setBefore(newest?.ts ?? 0);
  if (newest === undefined || before === undefined || newest.ts <= before) {
    return (
      <Group gap="xs" role="status">
        <Loader size="xs" />
        <Text size="sm">{t('waiting')}</Text>
      </Group>
    );
  }
  return (
    <Alert color="teal" icon={<Check size={18} />} role="status">
      {t('arrived', { key: newest.key, value: newest.value })}
    </Alert>
  );
}
