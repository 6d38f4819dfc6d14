import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { renderApp } from '@/testing/render';
import { pretendServer } from '@/testing/server';
import { customerA, world } from '../world';
import { PermissionsTab } from './PermissionsTab';
import { ShareGroupDialog } from './ShareGroupDialog';

const dashboards = { id: { entityType: 'ENTITY_GROUP', id: 'g' }, name: 'Buildings' };
const userGroup = { id: { entityType: 'ENTITY_GROUP', id: 'users' }, name: 'Customer Users' };
const role = { id: { entityType: 'ROLE', id: 'r' }, name: 'Operators', type: 'GROUP' };
const permission = {
  id: { entityType: 'GROUP_PERMISSION', id: 'p' },
  userGroupId: userGroup.id,
  userGroupName: userGroup.name,
  userGroupOwnerId: customerA.id,
  userGroupOwnerName: 'Customer A',
  roleId: role.id,
  role,
  entityGroupId: dashboards.id,
  entityGroupName: 'Buildings',
};
const groups = {
  ...world,
  'GET /api/roles': () => ({ data: [role], totalElements: 1 }),
  'GET /api/entityGroups/CUSTOMER/a/USER/all': () => [userGroup],
  'GET /api/entityGroup/g': () => ({ ...dashboards, type: 'DASHBOARD' }),
  'GET /api/permission/ENTITY_GROUP/g/WRITE': () => true,
  'GET /api/entityGroup/g/groupPermissions': () => [permission],
  'POST /api/groupPermission': () => permission,
  'DELETE /api/groupPermission/p': () => undefined,
};

describe('Share of a group', () => {
  it('goes by customer, user group and right, as the tutorial has it', async () => {
    const came = pretendServer(groups);
    const onClose = vi.fn();
    await renderApp(<ShareGroupDialog selection={[dashboards]} kind="DASHBOARD" onClose={onClose} />);
    await userEvent.click(await screen.findByRole('combobox', { name: 'Customer' }));
    expect(screen.queryByRole('option', { name: 'Tenant' })).toBeNull();
    await userEvent.click(await screen.findByRole('option', { name: 'Customer A' }));
    await userEvent.click(screen.getByText('One user group'));
    expect(screen.getByRole('button', { name: 'Share' })).toBeDisabled();
    await userEvent.click(screen.getByRole('combobox', { name: 'User group' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Customer Users' }));
    await userEvent.click(screen.getByText('Write'));
    await userEvent.click(screen.getByRole('button', { name: 'Share' }));
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(came.find(({ path }) => path === '/api/access/change')?.body).toEqual({
      entities: [dashboards.id],
      receivers: [userGroup.id],
      readElseWrite: false,
    });
  });
});

describe('Permissions of a group', () => {
  const open = () => renderApp(<PermissionsTab entity={dashboards} kind="ENTITY_GROUP" />);

  it('are listed, changed and deleted', async () => {
    const came = pretendServer(groups);
    await open();
    expect(await screen.findByText('Operators')).toBeVisible();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Edit the permission of Customer Users' }),
    );
    const save = await screen.findByRole('button', { name: 'Save' });
    await waitFor(() => expect(save).toBeEnabled());
    await userEvent.click(save);
    await waitFor(() =>
      expect(came.some(({ method, path }) => method === 'POST' && path === '/api/groupPermission')).toBe(
        true,
      ),
    );
    expect(came.find(({ path }) => path === '/api/groupPermission')?.body).toEqual({
      id: permission.id,
      userGroupId: userGroup.id,
      roleId: role.id,
      entityGroupId: dashboards.id,
      entityGroupType: 'DASHBOARD',
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete the permission of Customer Users' }),
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(came.some(({ method }) => method === 'DELETE')).toBe(true));
  });

  it('offer nothing to who may not change them', async () => {
    pretendServer({ ...groups, 'GET /api/permission/ENTITY_GROUP/g/WRITE': () => false });
    await open();
    expect(await screen.findByText('Customer Users')).toBeVisible();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('say so when there are none', async () => {
    pretendServer({ ...groups, 'GET /api/entityGroup/g/groupPermissions': () => [] });
    await open();
    expect(await screen.findByText('Not shared with anybody')).toBeVisible();
  });
});
