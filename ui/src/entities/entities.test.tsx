import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { LiveCommand } from '@/api/liveProtocol';
import { LiveContext } from '@/api/useLive';
import { readValue, typedText } from '@/lib/values';
import { renderApp } from '@/testing/render';
import { type Answer, pretendServer, type Request } from '@/testing/server';
import { deviceKind } from './device';
import { guessPlan, lineOfFile, readTable, requestsOf } from './imports/mapping';
import { documentOf, valuesOf } from './page/EntityForm';
import { EntityPage } from './page/EntityPage';
import { userKind } from './user';

const tenant = { entityType: 'TENANT', id: 't1' };
const devices = ['SD-001', 'EM-002', 'WM-003'].map((name, index) => ({
  id: { entityType: 'DEVICE', id: `d${index}` },
  createdTime: 1_700_000_000_000,
  name,
  type: 'air-sensor',
  label: null,
  active: index === 0,
  ownerId: { entityType: 'CUSTOMER', id: 'c1' },
  ownerName: 'Customer A',
  groups: [{ id: { entityType: 'ENTITY_GROUP', id: 'g1' }, name: 'Office A sensors' }],
}));

function world(operations: readonly string[], more: Readonly<Record<string, (request: Request) => Answer | undefined>> = {}) {
  return pretendServer({
    'GET /api/auth/user': () => ({ id: { entityType: 'USER', id: 'u1' }, ownerId: tenant, authority: 'TENANT_ADMIN', email: 'a@b.example' }),
    'GET /api/permissions/allowedPermissions': () => ({ userPermissions: { genericPermissions: { ALL: operations } } }),
    'GET /api/deviceInfos/all': ({ query }) => {
      const data = devices.filter(({ name }) => name.includes(query.get('textSearch') ?? ''));
      return { data, totalElements: data.length, totalPages: 1, hasNext: false };
    },
    'GET /api/deviceProfile/names': () => [],
    'GET /api/ownerInfos': () => ({ data: [], totalElements: 0 }),
    'GET /api/device/info/d1': () => devices[1],
    ...more,
  });
}

describe('the page of devices', () => {
  it('shows owner, groups and state, and asks the server for search and order', async () => {
    const came = world(['ALL']);
    await renderApp(<EntityPage descriptor={deviceKind} />, '/devices?q=SD&sort=name');
    const row = await screen.findByRole('row', { name: /SD-001/ });
    expect(within(row).getByText('Customer A')).toBeInTheDocument();
    expect(within(row).getByText('Office A sensors')).toBeInTheDocument();
    expect(within(row).getByText('Active')).toBeInTheDocument();
    const list = came.find(({ path }) => path === '/api/deviceInfos/all');
    expect(Object.fromEntries(list?.query ?? [])).toMatchObject({
      textSearch: 'SD', sortProperty: 'name', sortOrder: 'ASC', includeCustomers: 'true', page: '0',
    });
  });

  it('follows the state of the rows in sight, and shows it as it is told', async () => {
    world(['ALL']);
    const asked: LiveCommand[] = [];
    const tell: ((frame: never) => void)[] = [];
    const live = {
      subscribe: (command: LiveCommand, listen: (frame: never) => void) => {
        // The number of devices is followed, too, and tells nothing here.
        if (command.type === 'ENTITY_DATA') {
          asked.push(command);
          tell.push(listen);
        }
        return () => undefined;
      },
      getState: () => ({ phase: 'connected' as const, reason: '' }),
      onState: () => () => undefined,
    };
    await renderApp(
      <LiveContext value={live}>
        <EntityPage descriptor={deviceKind} />
      </LiveContext>,
      '/devices',
    );
    const stateOf = (name: RegExp) => within(screen.getByRole('row', { name })).getByText(/^(Active|Inactive)$/).textContent;
    await screen.findByRole('row', { name: /EM-002/ });
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]).toMatchObject({ type: 'ENTITY_DATA', query: { entityFilter: { type: 'entityList', entityType: 'DEVICE', entityList: ['d0', 'd1', 'd2'] } } });
    const told = (id: string, value: string) => ({ entityId: { entityType: 'DEVICE', id }, latest: { SERVER_ATTRIBUTE: { active: { ts: 1, value } } } });
    const frame = (more: object) => act(() => tell[0]?.({ errorCode: 0, data: null, update: null, ...more } as never));
    // Nothing is told of the third: the list knows.
    frame({ data: { data: [told('d0', 'true'), told('d1', 'true'), told('d2', '')] } });
    expect([/SD-001/, /EM-002/, /WM-003/].map(stateOf)).toEqual(['Active', 'Active', 'Inactive']);
    frame({ update: [told('d0', 'false')] });
    expect([/SD-001/, /EM-002/, /WM-003/].map(stateOf)).toEqual(['Inactive', 'Active', 'Inactive']);
  });

  it('asks the server for a page of what others share, sorted and searched', async () => {
    const came = world(['ALL'], {
      'GET /api/user/devices': () => ({ data: devices.slice(0, 1), totalElements: 1, totalPages: 1, hasNext: false }),
      'GET /api/entityGroups/DEVICE/shared/all': () => [],
    });
    await renderApp(<EntityPage descriptor={deviceKind} />, '/devices?tab=shared&q=SD&sort=name');
    await screen.findByRole('row', { name: /SD-001/ });
    const asked = came.filter(({ path }) => path === '/api/user/devices');
    expect(asked.map(({ query }) => Object.fromEntries(query))).toEqual([
      { page: '0', pageSize: '100', textSearch: 'SD', sortProperty: 'name', sortOrder: 'ASC', sharedOnly: 'true' },
    ]);
    expect(came.some(({ path }) => path === '/api/deviceInfos/all')).toBe(false);
  });

  it('offers nothing that the user may not do', async () => {
    world(['READ']);
    await renderApp(<EntityPage descriptor={deviceKind} />, '/devices');
    await screen.findByRole('row', { name: /SD-001/ });
    expect(screen.queryByRole('button', { name: 'Add device' })).toBeNull();
    expect(screen.queryByRole('checkbox', { name: 'Select SD-001' })).toBeNull();
    expect(screen.queryByRole('button', { name: /More actions/ })).toBeNull();
  });

  it('opens details beside the list and closes them with Esc', async () => {
    world(['ALL']);
    await renderApp(<EntityPage descriptor={deviceKind} />, '/devices');
    await userEvent.click(await screen.findByRole('button', { name: 'EM-002' }));
    const drawer = await screen.findByRole('complementary', { name: 'Details' });
    expect(await within(drawer).findByRole('heading', { name: 'EM-002' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'SD-001' })).toBeEnabled();
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(screen.queryByRole('complementary', { name: 'Details' })).toBeNull());
  });

  it('says that nothing matches and how to see all again', async () => {
    world(['ALL']);
    await renderApp(<EntityPage descriptor={deviceKind} />, '/devices?q=nothing');
    expect(await screen.findByText('Nothing matches')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(await screen.findByRole('row', { name: /WM-003/ })).toBeInTheDocument();
  });

  it('says that one may not see it', async () => {
    world(['ALL'], { 'GET /api/deviceInfos/all': () => ({ status: 403, message: 'no' }) });
    await renderApp(<EntityPage descriptor={deviceKind} />, '/devices');
    expect(await screen.findByText('You may not see this')).toBeVisible();
  });

  it('plans the deletion of what was chosen, and leaves out of the list what goes', async () => {
    const planned = { id: 'r1', entityIds: [{ entityType: 'DEVICE', id: 'd0' }], dueTs: 0, leftMs: 30_000, refused: [{ entityId: { entityType: 'DEVICE', id: 'd1' }, message: 'It is in use' }] };
    let waiting: unknown[] = [];
    const came = world(['ALL'], {
      'GET /api/removals': () => waiting,
      'POST /api/removals': () => {
        waiting = [planned];
        return planned;
      },
    });
    await renderApp(<EntityPage descriptor={deviceKind} />, '/devices');
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Select SD-001' }));
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select EM-002' }));
    await userEvent.click(within(screen.getByRole('region', { name: '2 chosen' })).getByRole('button', { name: 'Delete' }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete 2 entries?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(came.filter(({ method, path }) => method === 'POST' && path === '/api/removals').map(({ body }) => body)).toEqual([
      { entityIds: [{ entityType: 'DEVICE', id: 'd0' }, { entityType: 'DEVICE', id: 'd1' }] },
    ]);
    await vi.waitFor(() => expect(screen.queryByRole('row', { name: /SD-001/ })).toBeNull());
    expect(screen.getByRole('row', { name: /EM-002/ })).toBeInTheDocument();
  });
});

describe('a form', () => {
  it('keeps what it does not show', () => {
    const stored = { id: 1, version: 7, email: 'a@b.example', firstName: 'A', additionalInfo: { lang: 'de_DE', description: 'x' } };
    const values = { ...valuesOf(userKind, stored), firstName: 'B', description: '' };
    expect(documentOf(userKind, stored, values)).toMatchObject({
      id: 1, version: 7, firstName: 'B', additionalInfo: { lang: 'de_DE', description: null },
    });
  });
});

describe('values', () => {
  it.each([
    ['12.5', 12.5],
    ['true', true],
    ['hello', 'hello'],
    ['"12"', '12'],
    ['{"a":1}', { a: 1 }],
    ['{bad', undefined],
    ['007', '007'],
    ['9007199254740993', 9007199254740993n],
  ])('are read as meant: %s', (typed, value) => expect(readValue(typed)).toEqual(value));

  it.each(['12', 12, true, 'x', { a: [1] }, ' y '])('are shown so that they are read back: %j', (value) => {
    expect(readValue(typedText(value))).toEqual(value);
  });
});

describe('an import', () => {
  const csv = 'name;profile;label;xPos\r\n"SD;001";air-sensor;"Say ""hi""";0.5\r\nEM-002;energy-sensor;;0.1\r\n';
  const allowed = ['NAME', 'TYPE', 'LABEL', 'SERVER_ATTRIBUTE'] as const;

  it('guesses the columns and sends cells unharmed', () => {
    const table = readTable(csv, true);
    const plan = guessPlan(table.header, allowed);
    expect(plan.map(({ type }) => type)).toEqual(['NAME', 'TYPE', 'LABEL', 'SERVER_ATTRIBUTE']);
    const [only] = requestsOf(table, plan, true, { customerId: undefined });
    expect(only?.request.file).toBe('SD;001,air-sensor,"Say ""hi""",0.5\r\nEM-002,energy-sensor,,0.1');
    expect(only?.request.mapping.columns).toEqual([{ type: 'NAME' }, { type: 'TYPE' }, { type: 'LABEL' }, { type: 'SERVER_ATTRIBUTE', key: 'xPos' }]);
  });

  it('leaves columns out and cuts long files', () => {
    const table = { header: ['a', 'b'], lines: Array.from({ length: 1_200 }, (_, line) => [`D-${line}`, 'x']) };
    const requests = requestsOf(table, [{ type: 'NAME', key: '' }, { type: null, key: '' }], false, {});
    expect(requests.map(({ first, count }) => [first, count])).toEqual([[0, 500], [500, 500], [1_000, 200]]);
    expect(requests[1]?.request.file.split('\r\n')[0]).toBe('D-500');
  });

  it('names the line of the file', () => {
    expect(lineOfFile('Line 3: name is missing', 500, true)).toBe('Line 504: name is missing');
  });
});
