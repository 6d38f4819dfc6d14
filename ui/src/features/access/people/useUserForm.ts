import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '@/api/http';
import { meQuery } from '@/api/session';
import type { EntityRef } from '@/lib/entity';
import type { Named } from '../model/plan';
import { groupsQuery } from '../model/queries';
import { isEmail, type Landing, type NewUser } from './account';
import { landingQuery } from './landing';

const lastLanding = ['access', 'lastLanding'];

/** Dashboards that somebody may choose from. */
export const dashboardsQuery = queryOptions({
  queryKey: ['access', 'dashboards'],
  queryFn: async (): Promise<readonly Named[]> => {
    const { data } = await call('get', '/api/user/dashboards', {
      query: { pageSize: 200, page: 0, sortProperty: 'title' },
    });
    return data.map(({ id, title }) => ({ id, name: title }));
  },
  staleTime: 10_000,
});

/** The group that new users of an owner usually belong to; the server names it so when it makes an owner. */
const usualGroups = ['Customer Users', 'Tenant Users'];

export interface UserForm {
  readonly name: string;
  readonly email: string;
  readonly owner: Named | undefined;
  readonly groupId: string | undefined;
  readonly groups: readonly Named[];
  readonly dashboards: readonly Named[];
  readonly landing: Landing;
  readonly setName: (name: string) => void;
  readonly setEmail: (email: string) => void;
  readonly setOwner: (owner: Named) => void;
  readonly setGroup: (id: string | undefined) => void;
  readonly setLanding: (landing: Landing) => void;
  /** The dashboard of the form that the newcomer could not read; undefined for none. */
  readonly hidden: Named | undefined;
  readonly setShared: (shared: boolean) => void;
  /** The user to add; undefined while something is missing. */
  readonly user: NewUser | undefined;
  readonly error: unknown;
  /** Empties the person's fields and keeps the others for the next one. */
  readonly next: () => void;
}

/** Keeps the form of a new user. What is usual is filled in: the plain role, and the dashboard that the last one got. */
export function useUserForm(given: Named | undefined): UserForm {
  const client = useQueryClient();
  const me = useQuery(meQuery).data;
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [picked, setPicked] = useState<Named>();
  const [group, setGroup] = useState<string>();
  const [changed, setChanged] = useState<Landing>();
  const ownOwner = useQuery(ownerQuery(given === undefined ? me?.ownerId : undefined)).data;
  const owner = picked ?? given ?? ownOwner;
  const groupRows = useQuery(groupsQuery(owner?.id, 'USER'));
  const dashboardRows = useQuery(dashboardsQuery);
  const groups = (groupRows.data ?? []).map(({ id, name: title }) => ({ id, name: title }));
  const dashboards = dashboardRows.data ?? [];
  const groupId = group ?? groups.find((each) => usualGroups.includes(each.name))?.id.id;
  const only =
    owner?.id.entityType === 'CUSTOMER' && dashboards.length === 1 ? dashboards[0]?.id.id : undefined;
  const usual = client.getQueryData<Landing>(lastLanding) ?? { dashboardId: only, fullScreen: true };
  const landing = changed ?? usual;
  const [sharedId, setSharedId] = useState<string>();
  const readable = useQuery(landingQuery(landing.dashboardId, { owner: owner?.id, groupId })).data;
  const hidden = readable === false ? dashboards.find(({ id }) => id.id === landing.dashboardId) : undefined;
  const shareLanding = hidden !== undefined && hidden.id.id === sharedId;
  return {
    name,
    email,
    owner,
    groupId,
    groups,
    dashboards,
    landing,
    setName,
    setEmail,
    setOwner: (next) => {
      setPicked(next);
      setGroup(undefined);
    },
    setGroup,
    setLanding: (next) => {
      setChanged(next);
      client.setQueryData(lastLanding, next);
    },
    hidden,
    setShared: (shared) => setSharedId(shared ? hidden?.id.id : undefined),
    user:
      owner !== undefined && isEmail(email)
        ? { owner: owner.id, name, email, groupId, landing, shareLanding }
        : undefined,
    error: groupRows.error ?? dashboardRows.error,
    next: () => {
      setName('');
      setEmail('');
    },
  };
}

function ownerQuery(owner: EntityRef | undefined) {
  return queryOptions({
    queryKey: ['access', 'owner', owner?.id],
    queryFn: (): Promise<Named> =>
      call('get', '/api/ownerInfo/{ownerType}/{ownerId}', {
        path: { ownerType: owner?.entityType ?? '', ownerId: owner?.id ?? '' },
      }),
    enabled: owner !== undefined,
    staleTime: 60_000,
  });
}
