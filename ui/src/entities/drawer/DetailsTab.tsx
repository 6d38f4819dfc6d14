import { Alert, Anchor, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Pencil } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useMay } from '@/api/abilities';
import { call } from '@/api/http';
import { Chips } from '@/kit/Chips';
import { actions } from '@/kit/listRoom';
import { isTyping } from '@/kit/SearchField';
import { useToasts } from '@/kit/toast';
import { useUnsaved } from '@/kit/unsaved';
import { useAddress } from '@/kit/useAddress';
import { useFormats } from '@/lib/format';
import { useText } from '@/lib/locale';
import { messageOf } from '@/lib/problem';
import { entitiesText } from '@/lib/text/entities';
import type { EntityDescriptor, EntityRow, FormField } from '../descriptor';
import classes from '../page/page.module.css';
import { documentOf, EntityFields, isComplete, valuesOf } from '../page/EntityForm';

interface DetailsProps {
  readonly descriptor: EntityDescriptor;
  readonly row: EntityRow;
}

/** The fields of an entity; `e` or the pencil makes them inputs. */
export function DetailsTab({ descriptor, row }: DetailsProps) {
  const t = useText(entitiesText);
  const [{ edit }, change] = useAddress();
  const may = useMay('WRITE', row.id) === true;
  useEffect(() => {
    const start = (event: KeyboardEvent) => {
      if (event.key !== 'e' || event.ctrlKey || event.metaKey || event.defaultPrevented || isTyping(event.target)) return;
      event.preventDefault();
      change({ edit: '1' }, false);
    };
    document.addEventListener('keydown', start);
    return () => document.removeEventListener('keydown', start);
  }, [change]);
  if (edit !== undefined && may) return <EditForm descriptor={descriptor} row={row} onDone={() => change({ edit: undefined }, false)} />;
  return (
    <div className={classes.details}>
      {may && (
        <Button className={classes.edit} variant="default" size="sm" leftSection={<Pencil size={15} />} onClick={() => change({ edit: '1' }, false)}>
          {t('edit')}
        </Button>
      )}
      <Facts descriptor={descriptor} row={row} />
    </div>
  );
}

function Facts({ descriptor, row }: DetailsProps) {
  const t = useText(entitiesText);
  const formats = useFormats();
  const values = valuesOf(descriptor, row);
  const groups = (row.groups ?? []).map(({ id, name }) => ({ id: id.id, label: name }));
  return (
    <dl className={classes.facts}>
      {descriptor.fields.map((field) => (
        <Fact key={field.name} title={t(field.label)} wide={field.half !== true}>
          <FieldValue field={field} row={row} value={values[field.name] ?? ''} />
        </Fact>
      ))}
      <Fact title={t('owner')}>
        {row.ownerId.entityType === 'CUSTOMER' && row.ownerName ? (
          <Anchor component={Link} to={`/customers?open=${row.ownerId.id}`} size="sm">
            {row.ownerName}
          </Anchor>
        ) : (
          row.ownerName
        )}
      </Fact>
      <Fact title={t('created')}>{formats.dateTime(row.createdTime)}</Fact>
      <Fact title={t('groups')} wide>
        {groups.length > 0 && <Chips chips={groups} most={8} />}
      </Fact>
    </dl>
  );
}

interface FactProps {
  readonly title: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

function Fact({ title, wide = false, children }: FactProps) {
  const missing = children === undefined || children === null || children === '' || children === false;
  return (
    <div data-wide={wide || undefined}>
      <Text component="dt" size="xs" c="dimmed">
        {title}
      </Text>
      <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
        {missing ? '–' : children}
      </Text>
    </div>
  );
}

interface FieldValueProps {
  readonly field: FormField;
  readonly row: EntityRow;
  readonly value: string | boolean;
}

function FieldValue({ field, row, value }: FieldValueProps) {
  if (field.type === 'profile') return row.type ?? '–';
  if (field.type === 'flag') return <Checkbox size="xs" checked={value === true} readOnly aria-label={field.name} />;
  if (field.type === 'dashboard' && typeof value === 'string' && value !== '') return <DashboardName id={value} />;
  return value === '' ? '–' : value;
}

function DashboardName({ id }: { readonly id: string }) {
  const dashboard = useQuery({
    queryKey: ['DASHBOARD', 'one', id],
    queryFn: () => call('get', '/api/dashboard/info/{dashboardId}', { path: { dashboardId: id } }),
  });
  return (
    <Anchor component={Link} to={`/dashboards/${id}`} size="sm">
      {dashboard.data?.title ?? id}
    </Anchor>
  );
}

function EditForm({ descriptor, row, onDone }: DetailsProps & { readonly onDone: () => void }) {
  const t = useText(entitiesText);
  const toasts = useToasts();
  const client = useQueryClient();
  const [before] = useState(() => valuesOf(descriptor, row));
  const [values, setValues] = useState(before);
  const { leave, release } = useUnsaved(JSON.stringify(values) !== JSON.stringify(before));
  const save = useMutation({
    mutationFn: () => descriptor.save(documentOf(descriptor, row, values), []),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [descriptor.kind] });
      toasts.done(t('saved'));
      release();
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <EntityFields descriptor={descriptor} values={values} onChange={setValues} storedId={row.id.id} focusFirst />
        {save.error !== null && (
          <Alert color="red" role="alert">
            {messageOf(save.error)}
          </Alert>
        )}
        <Group {...actions}>
          <Button type="submit" loading={save.isPending} disabled={!isComplete(descriptor, values)}>
            {t('save')}
          </Button>
          <Button variant="default" onClick={() => leave(onDone)}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
