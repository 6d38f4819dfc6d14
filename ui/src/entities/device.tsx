import { Badge } from '@mantine/core';
import { call } from '@/api/http';
import type { EntityDescriptor } from './descriptor';
import { sortOf } from './paging';

export const deviceKind: EntityDescriptor = {
  kind: 'DEVICE',
  path: 'devices',
  one: 'device',
  many: 'devices',
  add: 'addDevice',
  nameSort: 'name',
  nameTitle: 'name',
  nameOf: (row) => row.name,
  list: (view, page, { profileId, active }) => {
    const query = { ...sortOf(page), deviceProfileId: profileId, active };
    switch (view.of) {
      case 'own':
        return call('get', '/api/deviceInfos/all', { query: { ...query, includeCustomers: view.below } });
      case 'customer':
        return call('get', '/api/customer/{customerId}/deviceInfos', {
          path: { customerId: view.customerId },
          query: { ...query, includeCustomers: view.below },
        });
      case 'group':
        return call('get', '/api/entityGroup/{entityGroupId}/devices', {
          path: { entityGroupId: view.groupId },
          query: sortOf(page),
        });
    }
  },
  visible: (page, sharedOnly) => call('get', '/api/user/devices', { query: { ...sortOf(page), sharedOnly } }),
  load: (deviceId) => call('get', '/api/device/info/{deviceId}', { path: { deviceId } }),
  save: (body, groupIds) => call('post', '/api/device', { body, query: { entityGroupIds: [...groupIds] } }),
  remove: (deviceId) => call('delete', '/api/device/{deviceId}', { path: { deviceId } }),
  profileKind: 'DEVICE_PROFILE',
  hasState: true,
  columns: [
    { id: 'type', title: 'profile', sort: 'type', rank: 2, cell: ({ type }) => type },
    { id: 'label', title: 'label', sort: 'label', rank: 3, cell: ({ label }) => label },
    {
      id: 'active',
      title: 'state',
      width: 104,
      cell: ({ active }, t) =>
        active === null || active === undefined ? null : (
          <Badge variant="light" color={active ? 'teal' : 'gray'} tt="none" fw={500}>
            {active ? t('active') : t('inactive')}
          </Badge>
        ),
    },
  ],
  fields: [
    { name: 'name', label: 'name', type: 'text', required: true },
    { name: 'deviceProfileId', label: 'profile', type: 'profile', half: true },
    { name: 'label', label: 'label', type: 'text', half: true },
    { name: 'description', label: 'description', type: 'area', info: true },
  ],
  tabs: ['details', 'attributes', 'telemetry', 'relations', 'credentials', 'connect', 'audit'],
  imports: {
    columns: [
      'NAME', 'TYPE', 'LABEL', 'DESCRIPTION', 'SERVER_ATTRIBUTE', 'SHARED_ATTRIBUTE', 'TIMESERIES', 'ACCESS_TOKEN', 'X509',
      'MQTT_CLIENT_ID', 'MQTT_USER_NAME', 'MQTT_PASSWORD', 'IS_GATEWAY',
    ],
    run: (request) => call('post', '/api/device/bulk_import', { body: request }),
  },
};
