import { Button, Code, Group, Modal, SimpleGrid, Stack, Table, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link2, UserPlus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { call, type Wire } from '@/api/http';
import { CopyButton } from '@/kit/CopyButton';
import { EmptyState, Loaded, LoadingLines } from '@/kit/states';
import { useToasts } from '@/kit/toast';
import { useLeave, useUnsaved } from '@/kit/unsaved';
import { useText } from '@/lib/locale';
import { kitText } from '@/lib/text/kit';
import { tenantsText } from '@/lib/text/tenants';
import { RowButton } from './RowButton';

type User = Wire<'User'>;

interface TenantAdministratorsProps {
  readonly tenant: Wire<'TenantInfo'>;
  readonly onClose: () => void;
}

/** Who administers a tenant; the links that open their accounts are fetched from here. */
export function TenantAdministrators({ tenant, onClose }: TenantAdministratorsProps) {
  const t = useText(tenantsText);
  const k = useText(kitText);
  const toasts = useToasts();
  const tenantId = tenant.id.id;
  const [adding, setAdding] = useState(false);
  const users = useQuery({
    queryKey: ['TENANT', tenantId, 'administrators'],
    queryFn: () => call('get', '/api/tenant/{tenantId}/users', { path: { tenantId }, query: { page: 0, pageSize: 100 } }),
  });
  const link = useMutation({
    mutationFn: async (user: User) => ({
      user,
      value: await call('get', '/api/user/{userId}/activationLink', { path: { userId: user.id.id } }),
    }),
    onError: toasts.failed,
  });
  const added = (user: User) => {
    setAdding(false);
    void users.refetch();
    link.mutate(user);
  };
  const leave = useLeave();
  return (
    <Modal
      opened
      size="lg"
      onClose={() => leave(onClose)}
      title={t('administratorsOf', { name: tenant.title })}
      closeButtonProps={{ 'aria-label': k('close') }}
      centered
    >
      <Stack>
        <Loaded query={users} loading={<LoadingLines />} isEmpty={({ data }) => data.length === 0} empty={<EmptyState title={t('nobody')} />}>
          {({ data }) => <Users users={data} onLink={link.mutate} />}
        </Loaded>
        {link.data !== undefined && <Link email={link.data.user.email ?? ''} value={link.data.value} />}
        {adding ? (
          <AddForm tenant={tenant} onAdded={added} onClose={() => setAdding(false)} />
        ) : (
          <Button w="fit-content" variant="default" leftSection={<UserPlus size={16} />} onClick={() => setAdding(true)}>
            {t('addAdministrator')}
          </Button>
        )}
      </Stack>
    </Modal>
  );
}

function Users({ users, onLink }: { readonly users: readonly User[]; readonly onLink: (user: User) => void }) {
  const t = useText(tenantsText);
  return (
    <Table aria-label={t('administrators')}>
      <Table.Tbody>
        {users.map((user) => (
          <Table.Tr key={user.id.id}>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{user.email}</Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{[user.firstName, user.lastName].filter(Boolean).join(' ')}</Table.Td>
            <Table.Td w={48}>
              <RowButton icon={Link2} label={t('link')} of={user.email ?? ''} onClick={() => onLink(user)} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Link({ email, value }: { readonly email: string; readonly value: string }) {
  const t = useText(tenantsText);
  return (
    <Stack gap="xs" role="status">
      <Text size="sm">{t('linkText', { name: email })}</Text>
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {value}
      </Code>
      <div>
        <CopyButton text={value} label={t('copyLink')} withText />
      </div>
    </Stack>
  );
}

interface AddFormProps {
  readonly tenant: Wire<'TenantInfo'>;
  readonly onAdded: (user: User) => void;
  readonly onClose: () => void;
}

function AddForm({ tenant, onAdded, onClose }: AddFormProps) {
  const t = useText(tenantsText);
  const k = useText(kitText);
  const toasts = useToasts();
  const [email, setEmail] = useState('');
  const [firstName, setFirstName] = useState('');
  const [lastName, setLastName] = useState('');
  const { leave } = useUnsaved(email + firstName + lastName !== '');
  const add = useMutation({
    mutationFn: () =>
      call('post', '/api/user', {
        query: { sendActivationMail: false },
        body: { email: email.trim(), firstName, lastName, authority: 'TENANT_ADMIN', tenantId: tenant.id } as never,
      }),
    onSuccess: onAdded,
    onError: toasts.failed,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput type="email" required withAsterisk={false} autoFocus label={t('email')} value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
        <SimpleGrid cols={2} spacing="sm">
          <TextInput label={t('firstName')} value={firstName} onChange={(event) => setFirstName(event.currentTarget.value)} />
          <TextInput label={t('lastName')} value={lastName} onChange={(event) => setLastName(event.currentTarget.value)} />
        </SimpleGrid>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => leave(onClose)}>
            {k('cancel')}
          </Button>
          <Button type="submit" loading={add.isPending} disabled={email.trim() === ''}>
            {t('addAdministrator')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
