import { call } from '@/api/http';
import type { EntityDescriptor } from './descriptor';
import { LastSeen, UserStatus } from './userStatus';
import { sortOf } from './paging';

export const userKind: EntityDescriptor = {
  kind: 'USER',
  path: 'users',
  one: 'user',
  many: 'users',
  add: 'addUser',
  nameSort: 'email',
  nameTitle: 'email',
  nameOf: (row) => row.email ?? row.name,
  list: (view, page) => {
    switch (view.of) {
      case 'own':
        return call('get', '/api/userInfos/all', { query: { ...sortOf(page), includeCustomers: view.below } });
      case 'customer':
        return call('get', '/api/customer/{customerId}/userInfos', {
          path: { customerId: view.customerId },
          query: { ...sortOf(page), includeCustomers: view.below },
        });
      case 'group':
        return call('get', '/api/entityGroup/{entityGroupId}/users', {
          path: { entityGroupId: view.groupId },
          query: sortOf(page),
        });
    }
  },
  visible: (page, sharedOnly) => call('get', '/api/user/users', { query: { ...sortOf(page), sharedOnly } }),
  load: (userId) => call('get', '/api/user/info/{userId}', { path: { userId } }),
  save: (body, groupIds) =>
    call('post', '/api/user', { body, query: { entityGroupIds: [...groupIds], sendActivationMail: false } }),
  remove: (userId) => call('delete', '/api/user/{userId}', { path: { userId } }),
  columns: [
    {
      id: 'firstName',
      title: 'fullName',
      sort: 'firstName',
      rank: 2,
      cell: ({ firstName, lastName }) => [firstName, lastName].filter(Boolean).join(' '),
    },
    { id: 'status', title: 'state', width: 104, rank: 2, cell: ({ id }, t) => <UserStatus userId={id.id} t={t} /> },
    { id: 'lastSeen', title: 'lastSeen', width: 132, rank: 3, cell: ({ id }, t) => <LastSeen userId={id.id} t={t} /> },
  ],
  fields: [
    { name: 'email', label: 'email', type: 'email', required: true },
    { name: 'firstName', label: 'firstName', type: 'text', half: true },
    { name: 'lastName', label: 'lastName', type: 'text', half: true },
    { name: 'phone', label: 'phone', type: 'text', half: true },
    { name: 'description', label: 'description', type: 'area', info: true },
    { name: 'defaultDashboardId', label: 'landing', type: 'dashboard', info: true, half: true },
    { name: 'defaultDashboardFullscreen', label: 'fullscreen', type: 'flag', info: true, half: true },
  ],
  tabs: ['details', 'attributes', 'telemetry', 'relations', 'audit'],
};
