import { Alert, Button, Checkbox, FileButton, Group, Modal, ScrollArea, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { FileUp } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useLeave, useUnsaved } from '@/kit/unsaved';
import { useAddress } from '@/kit/useAddress';
import { useMidSentence, useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import { kitText } from '@/lib/text/kit';
import type { ActionDialogProps } from '../contract';
import type { EntityDescriptor, ImportColumn, Imports } from '../descriptor';
import { descriptorOf } from '../kinds';
import { PartOfSelect } from '../page/PartOf';
import { ImportRun } from './ImportRun';
import { decode, type Encoding, encodings, guessEncoding } from './encoding';
import { type ColumnPlan, exampleOf, guessPlan, needsKey, readTable, requestsOf, type Table as CsvTable } from './mapping';

/** Imports a CSV file in three steps: choose it, say what its columns are, watch it and read the report. */
export function ImportDialog({ kind, owner, onClose }: ActionDialogProps) {
  const t = useText(entitiesText);
  const inside = useMidSentence();
  const k = useText(kitText);
  const descriptor = descriptorOf(kind);
  const leave = useLeave();
  if (descriptor?.imports === undefined) return null;
  return (
    <Modal
      opened
      onClose={() => leave(onClose)}
      size="lg"
      title={t('importTitle', { things: inside(t(descriptor.many)) })}
      closeButtonProps={{ 'aria-label': k('close') }}
      closeOnClickOutside={false}
    >
      <Steps descriptor={descriptor} imports={descriptor.imports} target={{ customerId: owner }} onClose={onClose} />
    </Modal>
  );
}

const maxFile = 20_000_000;

interface StepsProps {
  readonly descriptor: EntityDescriptor;
  readonly imports: Imports;
  readonly target: { readonly customerId: ActionDialogProps['owner'] };
  readonly onClose: () => void;
}

function Steps({ descriptor, imports, target, onClose }: StepsProps) {
  const t = useText(entitiesText);
  const [{ group }] = useAddress();
  const [bytes, setBytes] = useState<Uint8Array>();
  const [encoding, setEncoding] = useState<Encoding>('utf-8');
  const [isSure, setSure] = useState(true);
  const [partOf, setPartOf] = useState<string | null>(null);
  const [tooBig, setTooBig] = useState(false);
  const [header, setHeader] = useState(true);
  const [update, setUpdate] = useState(true);
  const [plan, setPlan] = useState<readonly ColumnPlan[]>([]);
  const [running, setRunning] = useState(false);
  const { leave } = useUnsaved(bytes !== undefined && !running);
  const table = useMemo(() => (bytes === undefined ? undefined : readTable(decode(bytes, encoding), header)), [bytes, encoding, header]);
  const readAs = (content: Uint8Array, next: Encoding) => {
    setEncoding(next);
    setPlan(guessPlan(readTable(decode(content, next), header).header, imports.columns));
  };
  const choose = async (file: File | null) => {
    if (file === null) return;
    setTooBig(file.size > maxFile);
    if (file.size > maxFile) return;
    const content = new Uint8Array(await file.arrayBuffer());
    const guess = guessEncoding(content);
    setBytes(content);
    setSure(guess.isSure);
    readAs(content, guess.encoding);
  };
  if (table === undefined) {
    return (
      <Stack align="flex-start">
        <FileButton accept=".csv,.txt,text/csv" onChange={(file) => void choose(file)}>
          {(props) => (
            <Button {...props} leftSection={<FileUp size={16} />} data-autofocus>
              {t('importDrop')}
            </Button>
          )}
        </FileButton>
        {tooBig && (
          <Text c="red" size="sm" role="alert">
            {t('importTooBig', { limit: maxFile / 1_000_000 })}
          </Text>
        )}
        <Checkbox label={t('importHeader')} checked={header} onChange={(event) => setHeader(event.currentTarget.checked)} />
      </Stack>
    );
  }
  if (table.lines.length === 0) return <Text>{t('importEmpty')}</Text>;
  if (running) {
    const requests = requestsOf(table, plan, update, { ...target, entityGroupId: group });
    return <ImportRun imports={imports} requests={requests} total={table.lines.length} hasHeader={header} partOf={partOf} descriptor={descriptor} onClose={onClose} />;
  }
  const named = plan.some(({ type }) => type === 'NAME');
  return (
    <Stack>
      {!isSure && (
        <Alert color="orange" p="xs" role="alert">
          {t('importUnsure')}
        </Alert>
      )}
      <Select
        label={t('importEncoding')}
        allowDeselect={false}
        data={encodings.map((value) => ({ value, label: t(`encoding_${value}`) }))}
        value={encoding}
        onChange={(next) => bytes !== undefined && next !== null && readAs(bytes, next)}
      />
      <Mapping table={table} plan={plan} allowed={imports.columns} onChange={setPlan} />
      <PartOfSelect value={partOf} onChange={setPartOf} />
      <Checkbox label={t('importUpdate')} checked={update} onChange={(event) => setUpdate(event.currentTarget.checked)} />
      {!named && (
        <Text size="sm" c="red" role="alert">
          {t('importNeedsName')}
        </Text>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={() => leave(onClose)}>
          {t('cancel')}
        </Button>
        <Button disabled={!named || plan.some(({ type, key }) => needsKey(type) && key === '')} onClick={() => setRunning(true)}>
          {t('importStart', { count: table.lines.length })}
        </Button>
      </Group>
    </Stack>
  );
}

interface MappingProps {
  readonly table: CsvTable;
  readonly plan: readonly ColumnPlan[];
  readonly allowed: readonly ImportColumn[];
  readonly onChange: (plan: readonly ColumnPlan[]) => void;
}

const skip = 'SKIP';

function Mapping({ table, plan, allowed, onChange }: MappingProps) {
  const t = useText(entitiesText);
  const options = [{ value: skip, label: t('importSkip') }, ...allowed.map((type) => ({ value: type, label: t(`col${type}`) }))];
  const change = (column: number, next: ColumnPlan) => onChange(plan.map((each, at) => (at === column ? next : each)));
  return (
    <ScrollArea.Autosize mah={360}>
      <Table fz="sm" aria-label={t('importColumn')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('importColumn')}</Table.Th>
            <Table.Th>{t('importExample')}</Table.Th>
            <Table.Th>{t('importAs')}</Table.Th>
            <Table.Th>{t('importKey')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {plan.map(({ type, key }, column) => {
            const title = table.header[column] ?? '';
            return (
              <Table.Tr key={column}>
                <Table.Td>{title}</Table.Td>
                <Table.Td>
                  <Text size="sm" c="dimmed" truncate maw={140}>
                    {exampleOf(table, column)}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Select
                    size="xs"
                    aria-label={`${t('importAs')}: ${title}`}
                    allowDeselect={false}
                    data={options}
                    value={type ?? skip}
                    onChange={(next) => change(column, { type: next === skip ? null : (next as ImportColumn), key })}
                  />
                </Table.Td>
                <Table.Td>
                  {needsKey(type) && (
                    <TextInput
                      size="xs"
                      aria-label={`${t('importKey')}: ${title}`}
                      value={key}
                      onChange={(event) => change(column, { type, key: event.currentTarget.value })}
                    />
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
