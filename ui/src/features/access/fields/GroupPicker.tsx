import { useQuery } from '@tanstack/react-query';
import { TagsPick } from '@/kit/TagsPick';
import type { EntityRef } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';
import type { GroupChoice } from '../model/plan';
import { groupsQuery } from '../model/queries';

interface GroupPickerProps {
  /** Whose groups; a group belongs to one owner and holds one kind. */
  readonly owner: EntityRef | undefined;
  readonly kind: string;
  readonly value: readonly GroupChoice[];
  readonly onChange: (groups: readonly GroupChoice[]) => void;
  readonly label?: string;
}

/** Picks groups by name; a name that is not there yet becomes a new group. */
export function GroupPicker({ owner, kind, value, onChange, label }: GroupPickerProps) {
  const t = useText(accessText);
  const groups = useQuery(groupsQuery(owner, kind)).data ?? [];
  const idOf = new Map(
    [...value, ...groups.map(({ id, name }) => ({ id: id.id, name }))].map(({ id, name }) => [name, id]),
  );
  const fresh = value.filter(({ id, name }) => (id ?? idOf.get(name)) === undefined);
  return (
    <TagsPick
      label={label ?? t('groups')}
      description={
        fresh.length > 0
          ? t('newGroups', { names: fresh.map(({ name }) => name).join(', ') })
          : t('groupsHint')
      }
      placeholder={value.length === 0 ? t('groupsPlaceholder') : ''}
      data={groups.map(({ name }) => name)}
      value={value.map(({ name }) => name)}
      onChange={(names) => onChange(oneFresh(names.map((name) => ({ name, id: idOf.get(name) }))))}
      disabled={owner === undefined}
    />
  );
}

/** One change makes one group; a second new name takes the place of the first. */
function oneFresh(groups: readonly GroupChoice[]): GroupChoice[] {
  const last = groups.findLast(({ id }) => id === undefined);
  return groups.filter((group) => group.id !== undefined || group === last);
}
