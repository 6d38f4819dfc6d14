import { people, type Server } from './server';

interface Ref {
  readonly entityType: string;
  readonly id: string;
}

interface Item {
  readonly id: Ref;
  readonly name: string;
}

/** Groups that the lesson's reader makes. */
const made = ['Office renters', 'Building A', 'Customer A offices', 'Customer B offices'];

/**
 * Takes the demo back to where Lesson 5 begins: buildings, sensors and dashboards, all of them the tenant's, nothing
 * shared, and no customer.
 */
export async function removeCustomers(server: Server): Promise<void> {
  const token = await server.token(people.tenant);
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const { status, json } = await server.api(token, method, path, body);
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`);
    return json;
  };
  const list = async (path: string) => ((await ask('GET', `${path}?pageSize=100&page=0`)) as { data: readonly Item[] }).data;
  const { tenantId } = (await ask('GET', '/api/auth/user')) as { tenantId: Ref };
  for (const { id: customer } of await list('/api/customers')) {
    const owned = await Promise.all(
      ['assetInfos', 'deviceInfos', 'dashboards'].map((kind) => list(`/api/customer/${customer.id}/${kind}`)),
    );
    const entities = owned.flat().map(({ id }) => id);
    if (entities.length > 0) await ask('POST', '/api/access/change', { entities, ownerId: tenantId });
    await ask('DELETE', `/api/customer/${customer.id}?cascade=true`);
  }
  for (const kind of ['CUSTOMER', 'ASSET', 'DEVICE']) {
    for (const { id, name } of (await ask('GET', `/api/entityGroups/${kind}/all`)) as readonly Item[]) {
      if (made.includes(name)) await ask('DELETE', `/api/entityGroup/${id.id}`);
    }
  }
}
