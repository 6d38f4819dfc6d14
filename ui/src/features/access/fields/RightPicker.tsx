import { Group, Input, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { MultiPick } from '@/kit/MultiPick';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';
import type { Right } from '../model/plan';
import { groupRolesQuery } from '../model/queries';

interface RightPickerProps {
  readonly value: Right;
  readonly onChange: (right: Right) => void;
}

/** Read, write, or roles of one's own. */
export function RightPicker({ value, onChange }: RightPickerProps) {
  const t = useText(accessText);
  const choose = (kind: string) => {
    if (kind === 'role') onChange({ kind: 'role', roleIds: [] });
    else onChange({ kind: kind === 'write' ? 'write' : 'read' });
  };
  return (
    <Stack gap={6}>
      <Input.Wrapper label={t('right')} labelElement="div">
        <Group>
          <SegmentedControl
            aria-label={t('right')}
            value={value.kind}
            onChange={choose}
            data={[
              { value: 'read', label: t('read') },
              { value: 'write', label: t('write') },
              { value: 'role', label: t('otherRole') },
            ]}
          />
        </Group>
      </Input.Wrapper>
      {value.kind === 'role' ? (
        <RolePicker value={value.roleIds} onChange={(roleIds) => onChange({ kind: 'role', roleIds })} />
      ) : (
        <Text size="xs" c="dimmed">
          {t(value.kind === 'read' ? 'readText' : 'writeText')}
        </Text>
      )}
    </Stack>
  );
}

interface RolePickerProps {
  readonly value: readonly string[];
  readonly onChange: (roleIds: readonly string[]) => void;
}

/** Picks roles that count on one group or entity. */
export function RolePicker({ value, onChange }: RolePickerProps) {
  const t = useText(accessText);
  const roles = useQuery(groupRolesQuery);
  return (
    <MultiPick
      label={t('roles')}
      placeholder={value.length === 0 ? t('rolesHint') : ''}
      data={(roles.data ?? []).map(({ id, name }) => ({ value: id.id, label: name }))}
      value={[...value]}
      onChange={onChange}
      searchable
      nothingFoundMessage={t('noRoles')}
      disabled={roles.isPending}
    />
  );
}

/** A right that names no role yet cannot be given. */
export function isWhole(right: Right): boolean {
  return right.kind !== 'role' || right.roleIds.length > 0;
}
