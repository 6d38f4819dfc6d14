import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { deviceKind } from '@/entities/device';
import { ExtensionsContext } from '@/entities/contract';
import { EntityPage } from '@/entities/page/EntityPage';
import { renderApp } from '@/testing/render';
import { pretendServer } from '@/testing/server';
import { extensions } from '../actions';
import { PaletteButton } from './PaletteButton';

const tenant = { entityType: 'TENANT', id: 't1' };
const device = { id: { entityType: 'DEVICE', id: 'd1' }, createdTime: 1, name: 'SD-001', type: 'air-sensor', label: null, active: true, ownerId: tenant, ownerName: 'Demo', groups: [] };
const page = (data: readonly object[]) => ({ data, totalElements: data.length, totalPages: 1, hasNext: false });

/** A server that allows some operations on the one device. */
function world(...allowed: readonly string[]) {
  return pretendServer({
    'GET /api/auth/user': () => ({ id: { entityType: 'USER', id: 'u1' }, ownerId: tenant, authority: 'TENANT_ADMIN', email: 'a@b.example' }),
    'GET /api/permissions/allowedPermissions': () => ({ userPermissions: { genericPermissions: { ALL: ['ALL'] } } }),
    'GET /api/user/devices': () => page([device]),
    'GET /api/deviceInfos/all': () => page([device]),
    'GET /api/device/info/d1': () => device,
    'GET /api/deviceProfile/names': () => [],
    'GET /api/ownerInfos': () => page([]),
    'GET /api/entityGroups/DEVICE/all': () => [],
    ...Object.fromEntries(
      ['WRITE', 'CHANGE_OWNER', 'ADD_TO_GROUP'].map((operation) => [`GET /api/permission/DEVICE/d1/${operation}`, () => allowed.includes(operation)]),
    ),
  });
}

const openPage = (address: string) =>
  renderApp(
    <ExtensionsContext value={extensions}>
      <EntityPage descriptor={deviceKind} />
    </ExtensionsContext>,
    address,
  );

describe('the palette', () => {
  it('offers for the entity that was found what the user may do with it', async () => {
    world('WRITE', 'ADD_TO_GROUP');
    await renderApp(<PaletteButton />);
    await userEvent.keyboard('{Control>}k{/Control}SD-');
    // What was typed before the palette was there is in it.
    const field = await screen.findByRole('textbox', { name: 'Search everything' });
    expect(field).toHaveValue('SD-');
    await userEvent.type(field, '001');
    const options = within(await screen.findByRole('group', { name: 'With SD-001' })).getAllByRole('option');
    expect(options.map(({ textContent }) => textContent)).toEqual(['Details', 'Share', 'Add to group']);
  });
});

describe('an address that names an action', () => {
  it('opens its dialog for the entity that is open, once', async () => {
    world('ADD_TO_GROUP', 'WRITE');
    await openPage('/devices?open=d1&runOn=add-to-group');
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    expect(screen.queryByRole('dialog', { name: 'Add to group' })).toBeNull();
  });

  it.each([
    ['the user may not use', 'add-to-group'],
    ['would act without asking', 'delete'],
  ])('that %s opens nothing', async (_what, action) => {
    world('WRITE', 'DELETE');
    await openPage(`/devices?open=d1&runOn=${action}`);
    await screen.findByRole('row', { name: /SD-001/ });
    await screen.findByRole('heading', { name: 'SD-001' });
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
