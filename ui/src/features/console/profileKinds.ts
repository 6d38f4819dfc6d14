import { call } from '@/api/http';
import type { PageData } from '@/api/rows';
import type { EntityRef } from '@/lib/entity';

/** What device and asset profiles have in common, and the transport of the former. */
export interface Profile {
  readonly id: EntityRef;
  readonly name: string;
  readonly createdTime: number;
  readonly description?: string | null;
  readonly transportType?: string | null;
  readonly default?: boolean | null;
  readonly defaultDashboardId?: EntityRef | null;
}

interface Query {
  readonly page: number;
  readonly pageSize: number;
  readonly textSearch: string;
  readonly sortProperty: 'name';
  readonly sortOrder: 'ASC' | 'DESC';
}

export interface ProfileKind {
  readonly kind: 'DEVICE_PROFILE' | 'ASSET_PROFILE';
  readonly hasTransport: boolean;
  readonly list: (query: Query) => Promise<PageData<Profile>>;
  readonly save: (profile: Partial<Profile>) => Promise<unknown>;
  readonly remove: (id: string) => Promise<unknown>;
  readonly makeDefault: (id: string) => Promise<unknown>;
}

export const transports = ['DEFAULT', 'MQTT', 'COAP', 'LWM2M', 'SNMP'] as const;

export const profileKinds: Readonly<Record<'devices' | 'assets', ProfileKind>> = {
  devices: {
    kind: 'DEVICE_PROFILE',
    hasTransport: true,
    list: (query) => call('get', '/api/deviceProfiles', { query }),
    save: (body) => call('post', '/api/deviceProfile', { body }),
    remove: (deviceProfileId) => call('delete', '/api/deviceProfile/{deviceProfileId}', { path: { deviceProfileId } }),
    makeDefault: (deviceProfileId) => call('post', '/api/deviceProfile/{deviceProfileId}/default', { path: { deviceProfileId } }),
  },
  assets: {
    kind: 'ASSET_PROFILE',
    hasTransport: false,
    list: (query) => call('get', '/api/assetProfiles', { query }),
    save: (body) => call('post', '/api/assetProfile', { body }),
    remove: (assetProfileId) => call('delete', '/api/assetProfile/{assetProfileId}', { path: { assetProfileId } }),
    makeDefault: (assetProfileId) => call('post', '/api/assetProfile/{assetProfileId}/default', { path: { assetProfileId } }),
  },
};
