/** The pretended server's answers for the tests of this feature. */
const page = (data: readonly object[]) => ({
  data,
  totalElements: data.length,
  totalPages: 1,
  hasNext: false,
});

export const tenant = { entityType: 'TENANT', id: 't' };
export const customerA = { id: { entityType: 'CUSTOMER', id: 'a' }, name: 'Customer A' };
export const customerB = { id: { entityType: 'CUSTOMER', id: 'b' }, name: 'Customer B' };
export const officeA = { id: { entityType: 'ASSET', id: 'office' }, name: 'Office A' };
export const sensor = { id: { entityType: 'DEVICE', id: 'sd' }, name: 'SD-001' };
export const emma = { entityType: 'USER', id: 'emma' };

const noEffects = { affectedUsers: 0, users: [] };

/** A world of two customers, in which Office A holds one sensor and belongs to the tenant. */
export const world = {
  'GET /api/auth/user': () => ({ id: { entityType: 'USER', id: 'me' }, email: 'me@x', ownerId: tenant }),
  'GET /api/ownerInfos': () => page([{ id: tenant, name: 'Tenant' }, customerA, customerB]),
  'GET /api/entityGroups/TENANT/t/USER': () => page([]),
  'GET /api/entityGroups/CUSTOMER/a/USER': () =>
    page([{ id: { entityType: 'ENTITY_GROUP', id: 'au' }, name: 'Customer Users' }]),
  'GET /api/entityGroups/CUSTOMER/b/USER': () => page([]),
  'GET /api/users/info': () => page([{ id: emma, email: 'emma@x', firstName: 'Emma', lastName: 'Johnson' }]),
  'GET /api/roles': () => page([]),
  'GET /api/access/who': () => page([]),
  'GET /api/access/shares': () => [],
  'GET /api/asset/info/office': () => ({ ...officeA, ownerId: tenant, ownerName: 'Tenant', groups: [] }),
  'GET /api/entityGroups/TENANT/t/ASSET/all': () => [],
  'GET /api/entityGroups/CUSTOMER/a/ASSET/all': () => [],
  'POST /api/access/change/preview': ({ body }: { readonly body: unknown }) => {
    const { includeContained, ownerId } = body as { includeContained?: boolean; ownerId?: object };
    const contained = includeContained === true ? [{ ...sensor, contained: true }] : [];
    const gains = {
      user: emma,
      email: 'emma@x',
      ownerName: 'Customer A',
      gainCount: 1,
      gains: [officeA],
      lossCount: 0,
      losses: [],
    };
    return {
      entities: [{ ...officeA, contained: false }, ...contained],
      left: [],
      preview: ownerId === undefined ? noEffects : { affectedUsers: 1, users: [gains] },
    };
  },
  'POST /api/access/change': () => ({ changed: [], grantIds: ['g'], undo: { token: 1 } }),
  'POST /api/access/change/undo': () => undefined,
};
