import { expect } from '@playwright/test';
import { people, type Server } from './server';
import { type Made, newCustomerUser, newTenant, poster, type Ref } from './tenants';
import { idOf } from './world';

/** What people store and what must stay text: it breaks out of attributes, tags, scripts, links and templates. */
export const payloads = [
  '<img src=x onerror=pwned("img")>',
  '"><svg onload=pwned("svg")>',
  "'-pwned('quote')-'",
  '</script><script>pwned("script")</script>',
  '{{constructor.constructor("pwned(1)")()}}${pwned(2)}',
  'javascript:pwned("url")',
  '<a href="javascript:pwned(3)">x</a><iframe srcdoc="<script>parent.pwned(4)</script>"></iframe>',
  '![x](javascript:pwned(5)) [y](data:text/html,<script>pwned(6)</script>) <style>*{display:none}</style>',
] as const;

/** A tenant in which every text that can be stored is a payload. */
export interface HostileWorld {
  readonly admin: string;
  readonly customerAdmin: string;
  readonly customer: string;
  readonly dashboard: string;
  readonly device: string;
}

/** Texts that are never the same twice, as names have to be. */
function texts(): () => string {
  let count = 0;
  return () => `${payloads[count % payloads.length] ?? ''} ${count++}`;
}

/** Builds the tenant over the API, as a hostile customer could. */
export async function hostileWorld(server: Server): Promise<HostileWorld> {
  const text = texts();
  // The server refuses markup in keys; what is left breaks out of attributes and templates.
  const key = () => `"'-pwned('key')-'{{pwned(8)}}\${pwned(9)} onload=pwned(10) ${text().length}`;
  const person = () => ({ firstName: text(), lastName: text(), phone: payloads[0], additionalInfo: { description: text() } });
  const admin = 'admin@hostile.example';
  const place = { title: text(), country: 'x', city: text(), address: text() };
  const token = await newTenant(server, place, { email: admin, ...person() });
  const post = poster(server, token);

  const customer = await post('/api/customer', {
    title: text(), address: text(), address2: text(), city: text(), state: text(), country: text(), zip: '<b>1', phone: '<i>2', additionalInfo: { description: text() },
  });
  const customerAdmin = 'customer@hostile.example';
  const administrators = await newCustomerUser(server, token, customer, 'Customer Administrators', { email: customerAdmin, ...person() });

  const role = await post('/api/role', { name: text(), type: 'GROUP', permissions: ['READ'], additionalInfo: { description: text() } });
  await post('/api/role', { name: text(), type: 'GENERIC', permissions: { ALL: ['READ'] } });
  await post('/api/deviceProfile', { name: text(), type: 'DEFAULT', transportType: 'DEFAULT', description: text() });
  await post('/api/assetProfile', { name: text(), description: text() });
  await post('/api/apiKey', { userId: (await me(server, token)).id, description: text(), expirationTime: 0, enabled: true });

  const asset = async (type: string) => {
    const made = await post('/api/asset', { name: text(), label: text(), type, additionalInfo: { description: text() } });
    await post(`/api/plugins/telemetry/ASSET/${made.id.id}/SERVER_SCOPE`, {
      latitude: 40.75912, longitude: -73.976, address: text(), email: text(), phone: 'javascript:pwned("tel")', contactPerson: text(),
      officeManager: text(), floor: text(), buildingImage: 'javascript:pwned("picture")', 'office-plan': 'data:image/svg+xml,<svg onload="pwned(7)"/>',
    });
    return made;
  };
  const building = await asset('building');
  const office = await asset('office');
  const device = await post('/api/device', { name: text(), label: text(), type: 'air-sensor', additionalInfo: { description: text() } });
  await post(`/api/plugins/telemetry/DEVICE/${device.id.id}/SERVER_SCOPE`, { xPos: 0.5, yPos: 0.5, [key()]: text(), json: { [text()]: text() } });
  await post(`/api/plugins/telemetry/DEVICE/${device.id.id}/SHARED_SCOPE`, { [key()]: text() });
  await post(`/api/plugins/telemetry/DEVICE/${device.id.id}/timeseries/ANY`, { temperature: text(), co2: text(), humidity: 50, [key()]: text() });
  await post('/api/relation', { from: building.id, to: office.id, type: 'Contains', typeGroup: 'COMMON' });
  await post('/api/relation', { from: office.id, to: device.id, type: 'Contains', typeGroup: 'COMMON' });
  await post('/api/relation', { from: office.id, to: customer.id, type: text(), typeGroup: 'COMMON', additionalInfo: { x: text() } });

  const stored = await server.api(await server.token(people.tenant), 'GET', `/api/dashboard/${await idOf(server, 'dashboard', 'Buildings')}`);
  const { configuration } = stored.json as { configuration: unknown };
  const dashboard = await post('/api/dashboard', { title: text(), configuration: withCard(poisoned(configuration, text), text) });

  const things: [string, Ref][] = [['DEVICE', device.id], ['ASSET', building.id], ['DASHBOARD', dashboard.id]];
  for (const [type, id] of things) {
    const group = await post('/api/entityGroup', { name: text(), type, additionalInfo: { description: text() } });
    await post(`/api/entityGroup/${group.id.id}/addEntities`, [id.id]);
    await post('/api/groupPermission', { userGroupId: administrators, roleId: role.id, entityGroupId: group.id, entityGroupType: type });
  }
  await post('/api/entityGroup', { name: text(), type: 'USER', additionalInfo: { description: text() } });
  await post('/api/access/change', {
    entities: [building.id, office.id, device.id, dashboard.id],
    receivers: [customer.id],
    readElseWrite: false,
  });
  await failToSignIn(server, admin);
  return { admin, customerAdmin, customer: customer.id.id, dashboard: dashboard.id.id, device: device.id.id };
}

async function me(server: Server, token: string): Promise<Made> {
  return (await server.api(token, 'GET', '/api/auth/user')).json as Made;
}

/** Leaves a hostile name of a browser in the audit log. */
async function failToSignIn(server: Server, username: string): Promise<void> {
  const answer = await fetch(`${server.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'User-Agent': '<img src=x onerror=pwned("agent")>' },
    body: JSON.stringify({ username, password: '<script>pwned("password")</script>' }),
  });
  expect(answer.status).toBe(401);
}

const shown = new Set([
  'title', 'label', 'alias', 'pattern', 'units', 'entitiesTitle', 'alarmsTitle', 'cardHtml', 'markdownTextPattern', 'description', 'subtitle',
  'emptyText', 'customTitle', 'entityNameColumnTitle', 'entityLabelColumnTitle', 'text', 'alt', 'image', 'backgroundImageUrl', 'imageUrl', 'url',
]);

/** A dashboard with a payload in the place of every text that it shows. */
function poisoned(value: unknown, text: () => string, key = ''): unknown {
  if (typeof value === 'string') return shown.has(key) ? text() : value;
  if (Array.isArray(value)) return value.map((each) => poisoned(each, text, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, poisoned(each, text, name)]));
}

/** The same with a card of Markdown, one of HTML and one that nobody knows in its first state. */
function withCard(configuration: unknown, text: () => string): unknown {
  const { widgets, states, ...rest } = configuration as {
    widgets: Record<string, unknown>;
    states: { default: { layouts: { main: { widgets: Record<string, unknown> } } } };
  };
  const card = (typeFullFqn: string, settings: object) => ({ typeFullFqn, type: 'latest', config: { title: text(), showTitle: true, settings, datasources: [] } });
  const all = payloads.join('\n\n');
  const cards: Record<string, unknown> = {
    'c0000000-0000-4000-8000-000000000001': card('system.cards.markdown_card', { type: 'pattern', markdownTextPattern: all }),
    'c0000000-0000-4000-8000-000000000002': card('system.cards.html_card', { type: 'pattern', cardHtml: all }),
    'c0000000-0000-4000-8000-000000000003': card(`system.${text()}`, { text: text() }),
  };
  const main = states.default.layouts.main;
  Object.keys(cards).forEach((id, at) => (main.widgets[id] = { sizeX: 8, sizeY: 4, row: 40, col: at * 8 }));
  return { ...rest, states, widgets: { ...widgets, ...cards } };
}
