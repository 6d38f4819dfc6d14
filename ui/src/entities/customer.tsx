import { call } from '@/api/http';
import type { EntityDescriptor } from './descriptor';
import { sortOf } from './paging';

export const customerKind: EntityDescriptor = {
  kind: 'CUSTOMER',
  path: 'customers',
  one: 'customer',
  many: 'customers',
  add: 'addCustomer',
  nameSort: 'title',
  nameTitle: 'title',
  nameOf: (row) => row.title ?? row.name,
  list: (view, page) => {
    switch (view.of) {
      case 'own':
        return call('get', '/api/customerInfos/all', { query: { ...sortOf(page), includeCustomers: view.below } });
      case 'customer':
        return call('get', '/api/customer/{customerId}/customerInfos', {
          path: { customerId: view.customerId },
          query: { ...sortOf(page), includeCustomers: view.below },
        });
      case 'group':
        return call('get', '/api/entityGroup/{entityGroupId}/customers', {
          path: { entityGroupId: view.groupId },
          query: sortOf(page),
        });
    }
  },
  visible: (page, sharedOnly) => call('get', '/api/user/customers', { query: { ...sortOf(page), sharedOnly } }),
  load: (customerId) => call('get', '/api/customer/info/{customerId}', { path: { customerId } }),
  save: (body, groupIds) => call('post', '/api/customer', { body, query: { entityGroupIds: [...groupIds] } }),
  remove: (customerId, cascade) => call('delete', '/api/customer/{customerId}', { path: { customerId }, query: { cascade } }),
  columns: [
    { id: 'email', title: 'email', sort: 'email', width: 222, rank: 2, cell: ({ email }) => email },
    { id: 'city', title: 'city', sort: 'city', width: 96, rank: 3, cell: ({ city }) => city },
  ],
  fields: [
    { name: 'title', label: 'title', type: 'text', required: true },
    { name: 'description', label: 'description', type: 'area', info: true },
    { name: 'email', label: 'email', type: 'email', half: true },
    { name: 'phone', label: 'phone', type: 'text', half: true },
    { name: 'address', label: 'address', type: 'text' },
    { name: 'zip', label: 'zip', type: 'text', half: true },
    { name: 'city', label: 'city', type: 'text', half: true },
    { name: 'country', label: 'country', type: 'text', half: true },
  ],
  tabs: ['details', 'attributes', 'telemetry', 'relations', 'audit'],
};
