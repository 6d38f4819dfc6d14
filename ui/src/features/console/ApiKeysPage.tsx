import { Alert, Badge, Button, Code, Group, Modal, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call, type Wire } from '@/api/http';
import { usePagedRows } from '@/api/rows';
import { useMe } from '@/api/session';
import { ConfirmDialog } from '@/kit/ConfirmDialog';
import { CopyButton } from '@/kit/CopyButton';
import { type Column, DataTable } from '@/kit/DataTable';
import { FormDialog } from '@/kit/FormDialog';
import { PageHeader } from '@/kit/page';
import { RelativeTime } from '@/kit/RelativeTime';
import { EmptyState } from '@/kit/states';
import { useToasts } from '@/kit/toast';
import { useText } from '@/lib/locale';
import { kitText } from '@/lib/text/kit';
import { keysText } from '@/lib/text/keys';
import classes from './console.module.css';
import { RowButton } from './RowButton';

type Key = Wire<'ApiKeyInfo'>;

function ApiKeysPage() {
  const t = useText(keysText);
  const me = useMe();
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [value, setValue] = useState<string>();
  const [doomed, setDoomed] = useState<Key>();
  const reload = () => client.invalidateQueries({ queryKey: ['API_KEY'] });
  const rows = usePagedRows(['API_KEY', me.id.id], (page, pageSize) =>
    call('get', '/api/apiKeys/{userId}', { path: { userId: me.id.id }, query: { page, pageSize, sortProperty: 'createdTime', sortOrder: 'DESC' } as never }),
  );
  const add = (
    <Button leftSection={<Plus size={16} />} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  );
  return (
    <div className={classes.page}>
      <div className={classes.top}>
        <PageHeader title={t('title')} text={t('text')} actions={add} />
      </div>
      <DataTable
        label={t('title')}
        columns={useColumns()}
        rows={rows}
        idOf={({ id }) => id.id}
        nameOf={(key) => key.description ?? ''}
        empty={<EmptyState title={t('empty')} action={add} />}
        actions={(key) => <RowButton icon={Trash2} label={t('delete')} of={key.description ?? ''} onClick={() => setDoomed(key)} />}
      />
      {adding && <AddKey userId={me.id.id} onAdded={setValue} onClose={() => { setAdding(false); void reload(); }} />}
      {value !== undefined && <ShowKey value={value} onClose={() => setValue(undefined)} />}
      {doomed && <DeleteKey apiKey={doomed} onClose={() => { setDoomed(undefined); void reload(); }} />}
    </div>
  );
}

function useColumns(): readonly Column<Key>[] {
  const t = useText(keysText);
  return [
    { id: 'description', title: t('description'), cell: ({ description }) => description },
    { id: 'created', title: t('created'), width: 150, rank: 3, cell: ({ createdTime }) => <RelativeTime millis={createdTime} /> },
    {
      id: 'expires',
      title: t('expires'),
      width: 150,
      rank: 2,
      cell: ({ expirationTime }) => (expirationTime ? <RelativeTime millis={expirationTime} /> : t('never')),
    },
    { id: 'state', title: t('state'), width: 120, cell: (key) => <State apiKey={key} /> },
  ];
}

function State({ apiKey }: { readonly apiKey: Key }) {
  const t = useText(keysText);
  const toasts = useToasts();
  const client = useQueryClient();
  const toggle = useMutation({
    mutationFn: (on: boolean) =>
      call('put', '/api/apiKey/{id}/enabled/{enabledValue}', { path: { id: apiKey.id.id, enabledValue: String(on) } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['API_KEY'] }),
    onError: toasts.failed,
  });
  if (apiKey.expired === true) {
    return (
      <Badge variant="light" color="gray" tt="none" fw={500}>
        {t('expired')}
      </Badge>
    );
  }
  return (
    <Switch
      size="sm"
      aria-label={t('toggle', { name: apiKey.description ?? '' })}
      checked={apiKey.enabled === true}
      onChange={(event) => toggle.mutate(event.currentTarget.checked)}
    />
  );
}

interface AddKeyProps {
  readonly userId: string;
  readonly onAdded: (value: string) => void;
  readonly onClose: () => void;
}

const day = 86_400_000;

function AddKey({ userId, onAdded, onClose }: AddKeyProps) {
  const t = useText(keysText);
  const [description, setDescription] = useState('');
  const [days, setDays] = useState('90');
  const submit = async () => {
    const expirationTime = days === '0' ? 0 : Date.now() + Number(days) * day;
    const key = await call('post', '/api/apiKey', {
      body: { userId: { entityType: 'USER', id: userId }, description, expirationTime, enabled: true },
    });
    onAdded(key.value);
  };
  return (
    <FormDialog title={t('add')} verb={t('add')} ready={description.trim() !== ''} onSubmit={submit} onClose={onClose}>
      <TextInput
        label={t('description')}
        placeholder={t('descriptionHint')}
        data-autofocus
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <Select
        label={t('expires')}
        allowDeselect={false}
        data={[...['30', '90', '365'].map((value) => ({ value, label: t('days', { count: Number(value) }) })), { value: '0', label: t('never') }]}
        value={days}
        onChange={(next) => setDays(next ?? days)}
      />
    </FormDialog>
  );
}

function ShowKey({ value, onClose }: { readonly value: string; readonly onClose: () => void }) {
  const t = useText(keysText);
  const k = useText(kitText);
  return (
    <Modal opened onClose={onClose} title={t('valueTitle')} closeOnClickOutside={false} closeButtonProps={{ 'aria-label': k('close') }} centered>
      <Stack>
        <Alert color="yellow">{t('valueText')}</Alert>
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {value}
        </Code>
        <Group justify="flex-end">
          <CopyButton text={value} withText />
          <Button size="xs" onClick={onClose}>
            {t('close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function DeleteKey({ apiKey, onClose }: { readonly apiKey: Key; readonly onClose: () => void }) {
  const t = useText(keysText);
  const toasts = useToasts();
  const remove = async () => {
    await call('delete', '/api/apiKey/{id}', { path: { id: apiKey.id.id } });
    toasts.done(t('deleted'));
  };
  return (
    <ConfirmDialog title={t('deleteTitle', { name: apiKey.description ?? '' })} verb={t('delete')} danger onConfirm={remove} onClose={onClose}>
      {t('deleteText')}
    </ConfirmDialog>
  );
}

export { ApiKeysPage as page };
