import { call } from '@/api/http';
import type { EntityDescriptor, EntityRow } from './descriptor';
import { sortOf } from './paging';

/** The whole dashboard of a row: a list has it without its configuration, and saving such a row would lose it. */
async function whole(body: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
  const id = (body as Partial<EntityRow>).id?.id;
  if (id === undefined || body['configuration'] !== null) return body;
  const stored = await call('get', '/api/dashboard/{dashboardId}', { path: { dashboardId: id } });
  return { ...stored, title: body['title'] };
}

export const dashboardKind: EntityDescriptor = {
  kind: 'DASHBOARD',
  path: 'dashboards',
  one: 'dashboard',
  many: 'dashboards',
  add: 'addDashboard',
  nameSort: 'title',
  nameTitle: 'title',
  nameOf: (row) => row.title ?? row.name,
  list: (view, page) => {
    switch (view.of) {
      case 'own':
        return call('get', '/api/dashboards/all', { query: { ...sortOf(page), includeCustomers: view.below } });
      case 'customer':
        return call('get', '/api/customer/{customerId}/dashboards', {
          path: { customerId: view.customerId },
          query: { ...sortOf(page), includeCustomers: view.below },
        });
      case 'group':
        return call('get', '/api/entityGroup/{entityGroupId}/dashboards', {
          path: { entityGroupId: view.groupId },
          query: sortOf(page),
        });
    }
  },
  visible: (page, sharedOnly) => call('get', '/api/user/dashboards', { query: { ...sortOf(page), sharedOnly } }),
  load: (dashboardId) => call('get', '/api/dashboard/info/{dashboardId}', { path: { dashboardId } }),
  save: async (body, groupIds) =>
    call('post', '/api/dashboard', { body: await whole(body), query: { entityGroupIds: [...groupIds] } }),
  remove: (dashboardId) => call('delete', '/api/dashboard/{dashboardId}', { path: { dashboardId } }),
  columns: [],
  fields: [{ name: 'title', label: 'title', type: 'text', required: true }],
  tabs: ['details', 'audit'],
  pageOf: (row) => `/dashboards/${row.id.id}`,
};
