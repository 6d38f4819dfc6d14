import { expect } from '@playwright/test';
import { password, type Server } from './server';

export interface Ref {
  readonly entityType: string;
  readonly id: string;
}

export interface Made {
  readonly id: Ref;
}

export type Post = (path: string, body: unknown) => Promise<Made>;

export const invite = '/api/user?sendActivationMail=false';

/** Posts as somebody; whatever is refused fails the test. */
export function poster(server: Server, token: string): Post {
  return async (path, body) => {
    const answer = await server.api(token, 'POST', path, body);
    expect(answer.status, `${path} ${JSON.stringify(body)} ${JSON.stringify(answer.json)}`).toBe(200);
    return answer.json as Made;
  };
}

/** Gives an invited user the password of all people of the tests. */
export async function activate(server: Server, token: string, { id }: Made): Promise<void> {
  const link = String((await server.api(token, 'GET', `/api/user/${id.id}/activationLink`)).json);
  const activateToken = link.split('activateToken=')[1];
  const answer = await server.api('', 'POST', '/api/noauth/activate?sendActivationMail=false', { activateToken, password });
  expect(answer.status).toBe(200);
}

/** A tenant of one's own, so that nothing of the demo changes for other tests; answers with its administrator's token. */
export async function newTenant(server: Server, tenant: object, admin: { readonly email: string }): Promise<string> {
  const system = await server.token('sysadmin@atrium.local');
  const post = poster(server, system);
  const { id } = await post('/api/tenant', tenant);
  await activate(server, system, await post(invite, { authority: 'TENANT_ADMIN', tenantId: id, ...admin }));
  return server.token(admin.email);
}

/** A user of a customer in one of the groups that every customer has. */
export async function newCustomerUser(
  server: Server,
  token: string,
  customer: Made,
  group: 'Customer Administrators' | 'Customer Users',
  user: { readonly email: string },
): Promise<Ref> {
  const groups = (await server.api(token, 'GET', `/api/entityGroups/CUSTOMER/${customer.id.id}/USER/all`)).json as (Made & { name: string })[];
  const found = groups.find(({ name }) => name === group);
  if (found === undefined) throw new Error(`The customer has no group '${group}'`);
  const body = { authority: 'CUSTOMER_USER', customerId: customer.id, ...user };
  await activate(server, token, await poster(server, token)(`${invite}&entityGroupIds=${found.id.id}`, body));
  return found.id;
}
