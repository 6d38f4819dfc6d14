import { Button, FileButton, Text } from '@mantine/core';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { call } from '@/api/http';
import { FormDialog } from '@/kit/FormDialog';
import { useToasts } from '@/kit/toast';
import { useAddress } from '@/kit/useAddress';
import { parseExact } from '@/lib/json';
import { useText } from '@/lib/locale';
import { messageOf, Problem } from '@/lib/problem';
import { entitiesText } from '@/lib/text/entities';
import type { ActionDialogProps } from '../contract';
import { type Named, ofName, unknownOf } from './ours';
import { portable } from './portable';
import { type Reference, referencesOf, withOthers } from './references';
import { UnknownEntities } from './UnknownEntities';

/** Imports a dashboard from the JSON that a dashboard is exported as; offers ours for what it names and is not here. */
export function DashboardImport({ owner, onClose }: ActionDialogProps) {
  const t = useText(entitiesText);
  const toasts = useToasts();
  const [{ group }] = useAddress();
  const [read, setRead] = useState<ReadFile | null>(null);
  const [error, setError] = useState('');
  const [chosen, setChosen] = useState<ReadonlyMap<string, Named>>(new Map());
  const choose = async (file: File | null) => {
    if (file === null) return;
    setRead(null);
    setError('');
    try {
      const next = await readFile(file, t('required'));
      setChosen(next.ours);
      setRead(next);
    } catch (cause) {
      setError(messageOf(cause));
    }
  };
  const submit = async () => {
    if (read === null) return;
    const { configuration, ...rest } = read.dashboard;
    const others = new Map([...chosen].map(([id, ours]) => [id, ours.id]));
    await call('post', '/api/dashboard', {
      body: { ...rest, configuration: withOthers(configuration, others), ...(owner === undefined ? {} : { customerId: owner }) } as never,
      query: { entityGroupIds: group === undefined ? [] : [group] } as never,
    });
    toasts.done(t('created_', { name: read.dashboard.title }));
  };
  const pick = (id: string, other: Named | null) => {
    const next = new Map(chosen);
    if (other) next.set(id, other);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <FormDialog title={t('importDashboard')} verb={t('importDashboard')} ready={read !== null} onSubmit={submit} onClose={onClose}>
      <FileButton accept="application/json,.json" onChange={(file) => void choose(file)}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<FileUp size={16} />} data-autofocus>
            {read?.name ?? t('chooseJson')}
          </Button>
        )}
      </FileButton>
      {error && (
        <Text c="red" size="sm" role="alert">
          {error}
        </Text>
      )}
      {read && read.unknown.length > 0 && <UnknownEntities unknown={read.unknown} chosen={chosen} onChoose={pick} />}
    </FormDialog>
  );
}

interface ReadFile {
  readonly name: string;
  readonly dashboard: Exported;
  readonly unknown: readonly Reference[];
  /** Ours of the same name, by the id in the file. */
  readonly ours: ReadonlyMap<string, Named>;
}

async function readFile(file: File, required: string): Promise<ReadFile> {
  const dashboard = exported(file.name, await file.text(), required);
  const unknown = await unknownOf(referencesOf(dashboard.configuration));
  const same = await Promise.all(unknown.map(sameName));
  return { name: file.name, dashboard, unknown, ours: new Map(same.flatMap((ours, index) => (ours ? [[unknown[index]?.id ?? '', ours] as const] : []))) };
}

/** Files hold no names of entities, but aliases are mostly called like theirs. */
async function sameName({ entityType, aliases }: Reference): Promise<Named | undefined> {
  for (const name of aliases.filter(Boolean)) {
    const found = await ofName(entityType, name).catch(() => []);
    const same = found.filter((each) => each.name.toLowerCase() === name.toLowerCase());
    if (same.length === 1) return same[0];
  }
  return undefined;
}

interface Exported {
  readonly title: string;
  readonly configuration: object;
}


function exported(name: string, text: string, required: string): Exported {
  let parsed: Readonly<Record<string, unknown>>;
  try {
    parsed = parseExact(text) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new Problem(0, `${name}: ${String(error)}`);
  }
  const kept = portable(parsed);
  const { title, configuration } = kept;
  if (typeof title !== 'string' || typeof configuration !== 'object') throw new Problem(0, `${name}: title, configuration: ${required}`);
  return kept as unknown as Exported;
}
