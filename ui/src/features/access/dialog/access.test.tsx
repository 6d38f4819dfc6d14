import { Notifications, notifications } from '@mantine/notifications';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderApp } from '@/testing/render';
import { pretendServer, type Request } from '@/testing/server';
import { customerA, customerB, officeA, sensor, world } from '../world';
import { AccessOf, OwnerOf, ShareOf } from './accessDialogs';

const props = { selection: [officeA], kind: 'ASSET' as const };
const changes = (came: readonly Request[], path = '/api/access/change') =>
  came.filter((request) => request.path === path && request.method === 'POST').map(({ body }) => body);

async function open(dialog: React.ReactNode) {
  await renderApp(
    <>
      <Notifications />
      {dialog}
    </>,
  );
}

afterEach(() => notifications.clean());

describe('Share', () => {
  it('shares with several customers at once and can be taken back', async () => {
    const came = pretendServer(world);
    const onClose = vi.fn();
    await open(<ShareOf {...props} onClose={onClose} />);
    const share = await screen.findByRole('button', { name: 'Share' });
    expect(share).toBeDisabled();
    await userEvent.click(screen.getByRole('combobox', { name: 'Share with' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Customer A all users' }));
    // The list closes on a choice, so that what lies below it is in sight.
    expect(screen.queryByRole('option', { name: 'Customer B all users' })).toBeNull();
    await userEvent.click(screen.getByRole('combobox', { name: 'Share with' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Customer B all users' }));
    expect(await screen.findByText('No user gains or loses anything right now.')).toBeVisible();
    await userEvent.click(share);
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(changes(came)).toEqual([
      { entities: [officeA.id], receivers: [customerA.id, customerB.id], readElseWrite: true },
    ]);
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(changes(came, '/api/access/change/undo')).toEqual([{ token: 1 }]));
  });

  it('leaves contained things out unless they are asked for', async () => {
    const came = pretendServer(world);
    await open(<ShareOf {...props} onClose={vi.fn()} />);
    await userEvent.click(await screen.findByRole('combobox', { name: 'Share with' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Customer A all users' }));
    const also = await screen.findByLabelText('Also the 1 entity it contains');
    expect(also).not.toBeChecked();
    await userEvent.click(also);
    expect(await screen.findByRole('checkbox', { name: 'SD-001' })).toBeChecked();
    await userEvent.click(screen.getByText('Write'));
    await userEvent.click(screen.getByRole('button', { name: 'Share' }));
    await waitFor(() =>
      expect(changes(came)).toEqual([
        { entities: [officeA.id, sensor.id], receivers: [customerA.id], readElseWrite: false },
      ]),
    );
  });

  it('says of what stays out which reason it has', async () => {
    const left = [['Meter', 'OTHER_OWNER'], ['Door', 'NOT_ALLOWED'], ['Lift', 'OTHER_OWNER'], ['Pump', 'DRAWN_BY_OTHERS']] as const;
    pretendServer({
      ...world,
      'POST /api/access/change/preview': (request) => ({
        ...(world['POST /api/access/change/preview'](request) as object),
        left: left.map(([name, reason]) => ({ id: { entityType: 'DEVICE', id: name }, name, reason })),
      }),
    });
    await open(<ShareOf {...props} onClose={vi.fn()} />);
    await userEvent.click(await screen.findByRole('combobox', { name: 'Share with' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Customer A all users' }));
    await userEvent.click(await screen.findByLabelText('Also the 1 entity it contains'));
    expect(await screen.findByText('Not included, because they have another owner: Meter, Lift')).toBeVisible();
    expect(screen.getByText('Not included, because you may not change them: Door')).toBeVisible();
    expect(screen.getByText('Not included, because somebody else drew the relation: Pump')).toBeVisible();
  });

  it('offers the user groups of customers, too', async () => {
    const came = pretendServer(world);
    await open(<ShareOf {...props} onClose={vi.fn()} />);
    await userEvent.click(await screen.findByRole('combobox', { name: 'Share with' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Customer Users Customer A' }));
    await userEvent.click(screen.getByRole('button', { name: 'Share' }));
    await waitFor(() =>
      expect(changes(came)).toMatchObject([{ receivers: [{ entityType: 'ENTITY_GROUP', id: 'au' }] }]),
    );
  });

  it('stays open and tells what the server refuses', async () => {
    pretendServer({
      ...world,
      'POST /api/access/change': () => ({
        status: 403,
        message: 'You may not share more than you have yourself',
      }),
    });
    const onClose = vi.fn();
    await open(<ShareOf {...props} onClose={onClose} />);
    await userEvent.click(await screen.findByRole('combobox', { name: 'Share with' }));
    await userEvent.click(await screen.findByRole('option', { name: /Emma/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Share' }));
    expect(await screen.findByText('You may not share more than you have yourself')).toBeVisible();
    expect(onClose).not.toHaveBeenCalled();
  });
});

describe('Manage owner and groups', () => {
  it('takes along what is contained, and makes a group in place', async () => {
    const came = pretendServer(world);
    await open(<OwnerOf {...props} onClose={vi.fn()} />);
    const owner = await screen.findByRole('combobox', { name: 'Owner' });
    await waitFor(() => expect(owner).toHaveValue('Tenant'));
    expect(screen.getByRole('button', { name: 'Update' })).toBeDisabled();
    await userEvent.click(owner);
    await userEvent.click(await screen.findByRole('option', { name: 'Customer A' }));
    expect(await screen.findByLabelText('Also the 1 entity it contains')).toBeChecked();
    const preview = screen.getByRole('region', { name: 'What will change' });
    expect(await within(preview).findByText('emma@x')).toBeVisible();
    await userEvent.type(screen.getByRole('combobox', { name: 'Groups' }), 'Offices{Enter}');
    expect(screen.getByText('Will be made: Offices')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Update' }));
    await waitFor(() =>
      expect(changes(came)).toEqual([
        {
          entities: [officeA.id, sensor.id],
          ownerId: customerA.id,
          groupIds: [],
          newGroups: { ASSET: 'Offices' },
        },
      ]),
    );
  });

  it('gives devices new credentials when asked to', async () => {
    const came = pretendServer(world);
    await open(<OwnerOf {...props} onClose={vi.fn()} />);
    await userEvent.click(await screen.findByRole('combobox', { name: 'Owner' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Customer A' }));
    await userEvent.click(await screen.findByLabelText('Give devices new credentials'));
    await userEvent.click(screen.getByRole('button', { name: 'Update' }));
    await waitFor(() => expect(changes(came)).toMatchObject([{ newCredentials: true }]));
  });

  it('leaves out what was unticked', async () => {
    const came = pretendServer(world);
    await open(<OwnerOf {...props} onClose={vi.fn()} />);
    await userEvent.click(await screen.findByRole('combobox', { name: 'Owner' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Customer A' }));
    await userEvent.click(await screen.findByRole('checkbox', { name: 'SD-001' }));
    await userEvent.click(screen.getByRole('button', { name: 'Update' }));
    await waitFor(() =>
      expect(changes(came)).toEqual([{ entities: [officeA.id], ownerId: customerA.id, groupIds: [] }]),
    );
  });

  it('shows that an entity may not be seen', async () => {
    pretendServer({ ...world, 'GET /api/asset/info/office': () => ({ status: 403, message: 'no' }) });
    await open(<OwnerOf {...props} onClose={vi.fn()} />);
    expect(await screen.findByText('You may not see this')).toBeVisible();
  });
});

describe('Access', () => {
  it('changes owner and shares in one call when they concern the same things', async () => {
    const came = pretendServer(world);
    await open(<AccessOf {...props} onClose={vi.fn()} />);
    await userEvent.click(await screen.findByRole('combobox', { name: 'Owner' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Customer A' }));
    await userEvent.click(await screen.findByRole('checkbox', { name: 'SD-001' }));
    await userEvent.click(screen.getByRole('combobox', { name: 'Share with' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Customer B all users' }));
    await userEvent.click(screen.getByRole('button', { name: 'Apply' }));
    await waitFor(() =>
      expect(changes(came)).toEqual([
        {
          entities: [officeA.id],
          ownerId: customerA.id,
          groupIds: [],
          receivers: [customerB.id],
          readElseWrite: true,
        },
      ]),
    );
  });

  it('names the shares that are there and ends one in place', async () => {
    const share = {
      grantId: 'g1',
      receiver: { entityType: 'ENTITY_GROUP', id: 'all' },
      receiverName: 'All',
      receiverOwnerName: 'Customer B',
      groupName: null,
      roleName: 'Entity Group Read-only User',
      from: null,
      until: null,
      mayEnd: true,
    };
    const came = pretendServer({
      ...world,
      'GET /api/access/shares': () => [
        share,
        {
          ...share,
          grantId: 'g2',
          receiverName: 'Fitters',
          groupName: 'Offices',
          until: 1_900_000_000_000,
          mayEnd: false,
        },
      ],
      'GET /api/groupPermission/info/g1': () => ({ userGroupId: share.receiver, from: 0 }),
      'DELETE /api/groupPermission/g1': () => undefined,
    });
    await open(<AccessOf {...props} onClose={vi.fn()} />);
    expect(await screen.findByText(/^Fitters · Customer B \(group Offices\) · Read · until .*2030$/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /Fitters/ })).toBeNull();
    await userEvent.click(await screen.findByRole('button', { name: 'End the share with Customer B' }));
    await userEvent.click(await screen.findByRole('button', { name: 'End share' }));
    await waitFor(() => expect(came.some(({ method }) => method === 'DELETE')).toBe(true));
  });
});
