import { Badge, Code, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { call, type Wire } from '@/api/http';
import { usePagedRows } from '@/api/rows';
import { EntityLink } from '@/entities/drawer/RelationsTab';
import { type Column, DataTable } from '@/kit/DataTable';
import { EntityIcon } from '@/kit/EntityIcon';
import { MultiPick } from '@/kit/MultiPick';
import { PageHeader } from '@/kit/page';
import { SearchField } from '@/kit/SearchField';
import { EmptyState } from '@/kit/states';
import { useAddress } from '@/kit/useAddress';
import { type Formats, useFormats } from '@/lib/format';
import { writeExact } from '@/lib/json';
import { useText } from '@/lib/locale';
import { parseSort, sortText } from '@/lib/rows';
import type { Translate } from '@/lib/text/area';
import { auditText } from '@/lib/text/audit';
import { kitText } from '@/lib/text/kit';
import classes from './console.module.css';

type Entry = Wire<'AuditLog'>;
type Key = keyof typeof auditText.en;

const actions = (Object.keys(auditText.en) as Key[]).filter((key) => key === key.toUpperCase());

function AuditPage() {
  const t = useText(auditText);
  const formats = useFormats();
  const [search, change] = useAddress();
  const [open, setOpen] = useState<Entry>();
  const sort = parseSort(search['sort'], { by: 'createdTime', descending: true });
  const { q = '', from, until, actions: chosen = '' } = search;
  const rows = usePagedRows(['AUDIT_LOG', 'page', q, sort, from, until, chosen], (page, pageSize) =>
    call('get', '/api/audit/logs', {
      query: {
        page,
        pageSize,
        textSearch: q,
        sortProperty: sort.by as 'createdTime',
        sortOrder: sort.descending ? 'DESC' : 'ASC',
        startTime: millisOf(from),
        endTime: millisOf(until),
        actionTypes: chosen,
      },
    }),
  );
  return (
    <div className={classes.page}>
      <Stack className={classes.top} gap="xs">
        <PageHeader title={t('title')} text={t('text')} />
        <Group gap="xs" align="flex-end" className={classes.filters}>
          <SearchField value={q} onChange={(text) => change({ q: text || undefined }, false)} />
          <MultiPick
            aria-label={t('actions')}
            placeholder={chosen === '' ? t('anyAction') : ''}
            data={actions.map((value) => ({ value, label: t(value) }))}
            value={chosen === '' ? [] : chosen.split(',')}
            onChange={(next) => change({ actions: next.join(',') || undefined })}
            searchable
            clearable
            miw={200}
            maw={420}
          />
          <Moment label={t('from')} value={from} onChange={(value) => change({ from: value })} />
          <Moment label={t('until')} value={until} onChange={(value) => change({ until: value })} />
        </Group>
      </Stack>
      <DataTable
        label={t('title')}
        columns={columnsOf(t, formats)}
        rows={rows}
        idOf={({ id }) => id.id}
        nameOf={({ entityName }) => entityName ?? ''}
        sort={sort}
        onSort={(next) => change({ sort: sortText(next) })}
        onOpen={setOpen}
        empty={<EmptyState title={t('empty')} />}
      />
      {open && <EntryDialog entry={open} onClose={() => setOpen(undefined)} />}
    </div>
  );
}

/** A moment of the address as the server wants it; what is no moment asks for nothing. */
function millisOf(text: string | undefined): number | undefined {
  const millis = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(millis) ? undefined : millis;
}

interface MomentProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

function Moment({ label, value, onChange }: MomentProps) {
  return (
    <TextInput
      type="datetime-local"
      size="sm"
      aria-label={label}
      leftSection={
        <Text size="xs" c="dimmed">
          {label}
        </Text>
      }
      leftSectionWidth={44}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}

function columnsOf(t: Translate<Key>, formats: Formats): readonly Column<Entry>[] {
  return [
    { id: 'time', title: t('time'), sort: 'createdTime', width: 190, narrow: 130, cell: ({ createdTime }) => <Time millis={createdTime} formats={formats} /> },
    { id: 'action', title: t('action'), sort: 'actionType', cell: (entry) => <Action entry={entry} /> },
    {
      id: 'entity',
      title: t('entity'),
      sort: 'entityName',
      rank: 2,
      cell: (entry) => <Entity entry={entry} />,
    },
    { id: 'user', title: t('user'), sort: 'userName', rank: 2, cell: ({ userName }) => userName },
    {
      id: 'status',
      title: t('status'),
      sort: 'actionStatus',
      width: 120,
      rank: 2,
      cell: ({ actionStatus }) => <Status failed={actionStatus === 'FAILURE'} />,
    },
  ];
}

interface EntryProps {
  readonly entry: Entry;
}

/** What was done; on a phone, where two columns would cut both, with what it was done to below it. */
function Action({ entry }: EntryProps) {
  const t = useText(auditText);
  const words = entry.actionType && t(entry.actionType);
  return (
    <>
      <span className={classes.wide}>{words}</span>
      <div className={classes.narrow}>
        <Text size="xs" c="dimmed" lh={1.4} truncate>
          {words}
        </Text>
        <Entity entry={entry} />
      </div>
    </>
  );
}

function Entity({ entry: { entityId, entityName } }: EntryProps) {
  return (
    <Group gap={6} wrap="nowrap">
      <EntityIcon kind={entityId?.entityType ?? ''} size={15} />
      <Text span inherit lh={1.4} truncate title={entityName ?? undefined}>
        {entityName}
      </Text>
    </Group>
  );
}

/** To the second; on a phone without the year. */
function Time({ millis, formats }: { readonly millis: number; readonly formats: Formats }) {
  return (
    <>
      <span className={classes.wide}>{formats.moment(millis)}</span>
      <span className={classes.narrow}>{formats.shortMoment(millis)}</span>
    </>
  );
}

function Status({ failed }: { readonly failed: boolean }) {
  const t = useText(auditText);
  return (
    <Badge variant="light" color={failed ? 'red' : 'gray'} tt="none" fw={500}>
      {failed ? t('failure') : t('success')}
    </Badge>
  );
}

function EntryDialog({ entry, onClose }: { readonly entry: Entry; readonly onClose: () => void }) {
  const t = useText(auditText);
  const k = useText(kitText);
  const formats = useFormats();
  const { actionType, entityId, entityName, userName, createdTime, actionStatus, actionFailureDetails, actionData } = entry;
  return (
    <Modal opened onClose={onClose} size="lg" title={actionType && t(actionType)} closeButtonProps={{ 'aria-label': k('close') }}>
      <Stack gap="sm">
        <Group gap="xs">
          <EntityIcon kind={entityId?.entityType ?? ''} />
          {entityId && <EntityLink to={entityId} name={entityName ?? entityId.id} />}
          <Status failed={actionStatus === 'FAILURE'} />
        </Group>
        <Text size="sm" c="dimmed">
          {userName} · {formats.moment(createdTime)}
        </Text>
        {actionFailureDetails && (
          <Text size="sm">
            {t('reason')}: {actionFailureDetails}
          </Text>
        )}
        <Text size="sm" fw={600}>
          {t('data')}
        </Text>
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {writeExact(actionData, 2)}
        </Code>
      </Stack>
    </Modal>
  );
}

export { AuditPage as page };
