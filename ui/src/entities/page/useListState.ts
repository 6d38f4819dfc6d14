import { useCallback, useMemo } from 'react';
import { usePagedRows } from '@/api/rows';
import { type ChangeAddress, useAddress } from '@/kit/useAddress';
import { parseSort, type Rows, type Sort, sortText } from '@/lib/rows';
import type { EntityDescriptor, EntityRow, Filters, View } from '../descriptor';

/** What the address says of a list: search, order, filters, the tab, and which entity is open. */
export interface ListState {
  readonly tab: string;
  readonly search: string;
  readonly sort: Sort;
  readonly below: boolean;
  readonly ownerId: string | undefined;
  readonly groupId: string | undefined;
  readonly filters: Filters;
  readonly openId: string | undefined;
  readonly openGroupId: string | undefined;
  readonly filtered: boolean;
  readonly change: ChangeAddress;
  readonly onSort: (sort: Sort) => void;
}

const newest: Sort = { by: 'createdTime', descending: true };

export function useListState(): ListState {
  const [search, change] = useAddress();
  const onSort = useCallback((sort: Sort) => change({ sort: sortText(sort) }), [change]);
  return useMemo(() => {
    const { tab = 'all', q = '', sort, below, owner, group, profile, active, open, openGroup } = search;
    return {
      tab,
      search: q,
      sort: parseSort(sort, newest),
      below: below !== '0',
      ownerId: owner,
      groupId: group,
      filters: { profileId: profile, active: active === undefined ? undefined : active === '1' },
      openId: open,
      openGroupId: openGroup,
      filtered: [q, owner, group, profile, active].some((each) => each !== undefined && each !== ''),
      change,
      onSort,
    };
  }, [search, change, onSort]);
}

/** The view of a list: a group, a customer (by filter or by the page's own), or what the user's owner holds. */
export function viewOf({ groupId, ownerId, below }: ListState, scopeId: string | undefined): View {
  if (groupId !== undefined) return { of: 'group', groupId };
  const customerId = ownerId ?? scopeId;
  return customerId === undefined ? { of: 'own', below } : { of: 'customer', customerId, below: ownerId === undefined && below };
}

export function useEntityRows(descriptor: EntityDescriptor, state: ListState, scopeId: string | undefined): Rows<EntityRow> {
  const view = viewOf(state, scopeId);
  const { search, sort, filters } = state;
  return usePagedRows([descriptor.kind, 'list', view, search, sort, filters], (page, pageSize) =>
    descriptor.list(
      view,
      {
        page,
        pageSize,
        textSearch: search,
        sortProperty: sort.by,
        sortOrder: sort.descending ? 'DESC' : 'ASC',
      },
      filters,
    ),
  );
}
