import { Alert, Code, Group, Loader, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { call } from '@/api/http';
import { CopyButton } from '@/kit/CopyButton';
import { EmptyState, Loaded } from '@/kit/states';
import type { EntityHandle } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import { commandFor, type Line, linesOf, type Shell, shells } from './commands';
import { MessageCounts } from './MessageCounts';
import { useLatest } from './useLatest';

/** Commands by protocol, as the server makes them; a protocol may have several by operating system. */
type Commands = Readonly<Record<string, unknown>>;

/** Commands to send a first reading, and proof of it the moment it arrives. */
export function ConnectTab({ entity }: { readonly entity: EntityHandle }) {
  const t = useText(entitiesText);
  const deviceId = entity.id.id;
  const [shell, setShell] = useState<Shell>(() => (navigator.userAgent.includes('Windows') ? 'windows' : 'unix'));
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
      <SegmentedControl
        size="xs"
        w="fit-content"
        aria-label={t('shell')}
        value={shell}
        onChange={(next) => setShell(next as Shell)}
        data={shells.map((value) => ({ value, label: t(`shell_${value}`) }))}
      />
      <Loaded
        query={commands}
        isEmpty={(given) => shownLines(given, shell).length === 0}
        empty={<EmptyState title={t('noCommands')} />}
      >
        {(given) =>
          shownLines(given, shell).map(({ protocol, command }) => (
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
      <MessageCounts entity={entity} />
    </Stack>
  );
}

function shownLines(commands: Commands, shell: Shell): readonly Line[] {
  return linesOf(commands).flatMap(({ protocol, command }) => {
    const line = commandFor(command, shell);
    return line === undefined ? [] : [{ protocol, command: line }];
  });
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
