import { call } from '@/api/http';
import type { EntityDescriptor } from './descriptor';
import { sortOf } from './paging';

export const assetKind: EntityDescriptor = {
  kind: 'ASSET',
  path: 'assets',
  one: 'asset',
  many: 'assets',
  add: 'addAsset',
  nameSort: 'name',
  nameTitle: 'name',
  nameOf: (row) => row.name,
  list: (view, page, { profileId }) => {
    const query = { ...sortOf(page), assetProfileId: profileId };
    switch (view.of) {
      case 'own':
        return call('get', '/api/assetInfos/all', { query: { ...query, includeCustomers: view.below } });
      case 'customer':
        return call('get', '/api/customer/{customerId}/assetInfos', {
          path: { customerId: view.customerId },
          query: { ...query, includeCustomers: view.below },
        });
      case 'group':
        return call('get', '/api/entityGroup/{entityGroupId}/assets', {
          path: { entityGroupId: view.groupId },
          query: sortOf(page),
        });
    }
  },
  visible: (page, sharedOnly) => call('get', '/api/user/assets', { query: { ...sortOf(page), sharedOnly } }),
  load: (assetId) => call('get', '/api/asset/info/{assetId}', { path: { assetId } }),
  save: (body, groupIds) => call('post', '/api/asset', { body, query: { entityGroupIds: [...groupIds] } }),
  remove: (assetId) => call('delete', '/api/asset/{assetId}', { path: { assetId } }),
  profileKind: 'ASSET_PROFILE',
  columns: [
    { id: 'type', title: 'profile', sort: 'type', rank: 2, cell: ({ type }) => type },
    { id: 'label', title: 'label', sort: 'label', rank: 3, cell: ({ label }) => label },
  ],
  fields: [
    { name: 'name', label: 'name', type: 'text', required: true },
    { name: 'assetProfileId', label: 'profile', type: 'profile', half: true },
    { name: 'label', label: 'label', type: 'text', half: true },
    { name: 'description', label: 'description', type: 'area', info: true },
  ],
  tabs: ['details', 'attributes', 'telemetry', 'relations', 'audit'],
  imports: {
    columns: ['NAME', 'TYPE', 'LABEL', 'DESCRIPTION', 'SERVER_ATTRIBUTE', 'SHARED_ATTRIBUTE', 'TIMESERIES'],
    run: (request) => call('post', '/api/asset/bulk_import', { body: request }),
  },
};
