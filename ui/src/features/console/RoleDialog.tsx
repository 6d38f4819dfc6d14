import { ActionIcon, Button, Group, Radio, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { call, type Wire } from '@/api/http';
import { abilitiesQuery } from '@/api/session';
import { FormDialog } from '@/kit/FormDialog';
import { MultiPick } from '@/kit/MultiPick';
import { useToasts } from '@/kit/toast';
import { textField } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { resourcesText } from '@/lib/text/resources';
import { rolesText } from '@/lib/text/roles';

type Role = Wire<'Role'>;
/** Operations by resource; a group role has them under one name of ours. */
type Permissions = Readonly<Record<string, readonly string[]>>;

const group = 'GROUP';

interface RoleDialogProps {
  readonly role: Role | undefined;
  readonly readOnly: boolean;
  readonly onClose: () => void;
}

/** A role: what it is called, where it holds, and what it allows. */
export function RoleDialog({ role, readOnly, onClose }: RoleDialogProps) {
  const t = useText(rolesText);
  const toasts = useToasts();
  const [name, setName] = useState(role?.name ?? '');
  const [description, setDescription] = useState(textField(role?.additionalInfo, 'description') ?? '');
  const [type, setType] = useState<string>(role?.type ?? 'GENERIC');
  const [permissions, setPermissions] = useState<Permissions>(() => permissionsOf(role));
  const submit = async () => {
    const former = (role?.additionalInfo ?? {}) as Record<string, unknown>;
    const held = type === 'GROUP' ? (permissions[group] ?? []) : permissions;
    await call('post', '/api/role', {
      body: { ...role, name: name.trim(), type, permissions: held, additionalInfo: { ...former, description } } as never,
    });
    toasts.done(t('saved'));
  };
  const change = (next: string) => {
    setType(next);
    setPermissions(next === 'GROUP' ? { [group]: ['READ'] } : { ALL: ['READ'] });
  };
  return (
    <FormDialog
      title={role === undefined ? t('add') : t('edit')}
      verb={t('save')}
      size="lg"
      ready={!readOnly && name.trim() !== '' && Object.values(permissions).some((list) => list.length > 0)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput label={t('name')} data-autofocus readOnly={readOnly} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Radio.Group label={t('type')} value={type} onChange={change}>
        <Stack gap={6} mt={6}>
          <Radio value="GENERIC" label={t('GENERIC')} description={t('genericHint')} disabled={role !== undefined} />
          <Radio value="GROUP" label={t('GROUP')} description={t('groupHint')} disabled={role !== undefined} />
        </Stack>
      </Radio.Group>
      {type === 'GROUP' ? (
        <Operations
          label={t('operations')}
          resource={group}
          readOnly={readOnly}
          value={permissions[group] ?? []}
          onChange={(list) => setPermissions({ [group]: list })}
        />
      ) : (
        <Resources permissions={permissions} readOnly={readOnly} onChange={setPermissions} />
      )}
      <Textarea
        label={t('description')}
        autosize
        minRows={2}
        readOnly={readOnly}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

function permissionsOf(role: Role | undefined): Permissions {
  const stored = role?.permissions;
  if (Array.isArray(stored)) return { [group]: stored as string[] };
  return (stored ?? { ALL: ['READ'] }) as Permissions;
}

interface ResourcesProps {
  readonly permissions: Permissions;
  readonly readOnly: boolean;
  readonly onChange: (permissions: Permissions) => void;
}

function Resources({ permissions, readOnly, onChange }: ResourcesProps) {
  const t = useText(rolesText);
  const nameOf = useResourceName();
  const known = Object.keys(useQuery(abilitiesQuery).data?.operationsByResource ?? {});
  const free = known.filter((resource) => permissions[resource] === undefined);
  const [adding, setAdding] = useState<string | null>(null);
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        {t('permissions')}
      </Text>
      {Object.entries(permissions).map(([resource, list]) => (
        <Group key={resource} gap="xs" wrap="nowrap" align="flex-end">
          <Operations
            label={nameOf(resource)}
            resource={resource}
            readOnly={readOnly}
            value={list}
            onChange={(next) => onChange({ ...permissions, [resource]: next })}
          />
          {!readOnly && (
            <ActionIcon
              variant="subtle"
              color="gray"
              mb={5}
              aria-label={t('removeResource', { resource: nameOf(resource) })}
              onClick={() => onChange(Object.fromEntries(Object.entries(permissions).filter(([each]) => each !== resource)))}
            >
              <X size={16} />
            </ActionIcon>
          )}
        </Group>
      ))}
      {!readOnly && (
        <Group gap="xs" wrap="nowrap">
          <Select
            flex={1}
            searchable
            aria-label={t('resource')}
            placeholder={t('resource')}
            data={free.map((value) => ({ value, label: nameOf(value) }))}
            value={adding}
            onChange={setAdding}
          />
          <Button
            variant="default"
            leftSection={<Plus size={15} />}
            disabled={adding === null}
            onClick={() => {
              if (adding !== null) onChange({ ...permissions, [adding]: ['READ'] });
              setAdding(null);
            }}
          >
            {t('addResource')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** What a permission is about, in the words of the reader; a name that is new here stands as it is. */
export function useResourceName(): (resource: string) => string {
  const t = useText(rolesText);
  const r = useText(resourcesText);
  return (resource) => (resource === 'ALL' ? t('all') : resource in resourcesText.en ? r(resource as 'DEVICE') : resource);
}

interface OperationsProps {
  readonly label: string;
  readonly resource: string;
  readonly readOnly: boolean;
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

function Operations({ label, resource, readOnly, value, onChange }: OperationsProps) {
  const t = useText(rolesText);
  const abilities = useQuery(abilitiesQuery).data;
  const offered =
    resource === group ? (abilities?.allowedForGroupRoleOperations ?? []) : (abilities?.operationsByResource?.[resource] ?? []);
  return (
    <MultiPick
      flex={1}
      label={label}
      searchable
      readOnly={readOnly}
      hidePickedOptions
      data={[...new Set([...offered, ...value])].map((operation) => ({ value: operation, label: t(operation as 'READ') }))}
      value={[...value]}
      onChange={onChange}
    />
  );
}
