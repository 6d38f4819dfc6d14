import { Notifications } from '@mantine/notifications';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { renderApp } from '@/testing/render';
import { pretendServer } from '@/testing/server';
import { customerA, emma, officeA, world } from '../world';
import { WhatTab } from './WhatTab';
import { WhoTab } from './WhoTab';
import { WhyDialog } from './WhyDialog';

const page = (data: readonly object[], totalElements = data.length) => ({ data, totalElements });
const viewers = [
  { user: emma, email: 'emma@x', ownerName: 'Customer A', reason: 'GENERIC_ROLE', viaName: 'Customer Users' },
  {
    user: { entityType: 'USER', id: 'jack' },
    email: 'jack@x',
    ownerName: 'Customer B',
    reason: 'ENTITY_GRANT',
    viaName: 'All',
    grantId: 'g1',
    since: Date.UTC(2026, 10, 1),
    until: Date.UTC(2026, 11, 24),
    by: 'admin@x',
  },
];
const seen = {
  ...world,
  'GET /api/access/who': () => page(viewers),
  'GET /api/permission/ASSET/office/WRITE': () => true,
  'GET /api/groupPermission/info/g1': () => grant,
  'GET /api/access/shares': () => [],
  'DELETE /api/groupPermission/g1': () => undefined,
  'POST /api/access/change/undo': () => undefined,
};
const grant = {
  userGroupId: { entityType: 'ENTITY_GROUP', id: 'all-b' },
  roleId: { entityType: 'ROLE', id: 'read' },
  entityGroupId: officeA.id,
  from: 5,
  until: 9,
};

describe('Who can see this?', () => {
  it('says why, since when, until and by whom, and ends a share in place', async () => {
    const came = pretendServer(seen);
    await renderApp(
      <>
        <Notifications />
        <WhoTab entity={officeA} kind="ASSET" />
      </>,
    );
    const list = await screen.findByRole('list', { name: 'Who can see this?' });
    const [first, second] = within(list).getAllByRole('listitem');
    expect(first).toHaveTextContent('emma@x');
    expect(first).toHaveTextContent('By role');
    expect(second).toHaveTextContent(/Shared.*until 24 Dec 2026.*since 1 Nov 2026.*by admin@x/);
    expect(screen.queryByRole('button', { name: /lets emma@x/ })).toBeNull();
    await userEvent.click(
      await screen.findByRole('button', { name: 'End the share that lets jack@x see this' }),
    );
    await userEvent.click(await screen.findByRole('button', { name: 'End share' }));
    await waitFor(() => expect(came.some(({ method }) => method === 'DELETE')).toBe(true));
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() =>
      expect(came.find(({ path }) => path === '/api/access/change/undo')?.body).toEqual({
        grants: [
          { subject: grant.userGroupId, role: grant.roleId, target: grant.entityGroupId, from: 5, until: 9 },
        ],
      }),
    );
  });

  it('offers no way back for what somebody passed on, which would be given as one’s own', async () => {
    const share = { grantId: 'g1', receiver: grant.userGroupId, receiverName: 'All', role: grant.roleId, passedOnBy: 'Customer A', mayEnd: true };
    const came = pretendServer({ ...seen, 'GET /api/access/shares': () => [share] });
    await renderApp(
      <>
        <Notifications />
        <WhoTab entity={officeA} kind="ASSET" />
      </>,
    );
    await userEvent.click(await screen.findByRole('button', { name: 'End the share that lets jack@x see this' }));
    expect(await screen.findByText(/passed on by Customer A/)).toBeVisible();
    await userEvent.click(await screen.findByRole('button', { name: 'End share' }));
    expect(await screen.findByText(/has ended/)).toBeVisible();
    expect(came.some(({ method }) => method === 'DELETE')).toBe(true);
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('says when it may not be asked', async () => {
    pretendServer({ ...seen, 'GET /api/access/who': () => ({ status: 403, message: 'no' }) });
    await renderApp(<WhoTab entity={officeA} kind="ASSET" />);
    expect(await screen.findByText('You may not see this')).toBeVisible();
  });

  it('loads long lists as they are asked for', async () => {
    const came = pretendServer({
      ...seen,
      'GET /api/access/who': ({ query }) => page(query.get('page') === '0' ? viewers : [], 120),
    });
    await renderApp(<WhoTab entity={officeA} kind="ASSET" />);
    await userEvent.click(await screen.findByRole('button', { name: 'Show more' }));
    await waitFor(() => expect(came.some(({ query }) => query.get('page') === '1')).toBe(true));
    expect(screen.getByText('120 people')).toBeVisible();
  });
});

describe('What can be seen', () => {
  it('is shown of a customer as its users see it', async () => {
    pretendServer({
      ...world,
      'GET /api/customer/a/users': () => page([{ id: emma, email: 'emma@x' }]),
      'GET /api/access/what': () =>
        page([{ entity: officeA.id, name: 'Office A', ownerName: 'Customer A', reason: 'GENERIC_ROLE' }]),
    });
    await renderApp(<WhatTab entity={customerA} kind="CUSTOMER" />);
    expect(await screen.findByText('As seen by emma@x')).toBeVisible();
    expect(await screen.findByText('Office A')).toBeVisible();
  });

  it('explains that a customer without users sees nothing', async () => {
    pretendServer({ ...world, 'GET /api/customer/a/users': () => page([]) });
    await renderApp(<WhatTab entity={customerA} kind="CUSTOMER" />);
    expect(await screen.findByText('No users yet')).toBeVisible();
  });
});

describe('Why / why not?', () => {
  it('gives the missing step of a no', async () => {
    const came = pretendServer({
      ...world,
      'GET /api/access/explain': () => ({
        allowed: false,
        reason: 'NOT_SHARED',
        path: [
          { step: 'USER', id: emma, name: 'emma@x' },
          { step: 'ENTITY', id: officeA.id, name: 'Office A' },
        ],
      }),
    });
    await renderApp(<WhyDialog entity={officeA} onClose={vi.fn()} />);
    await userEvent.click(await screen.findByRole('combobox', { name: 'Person' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Emma Johnson' }));
    expect(await screen.findByText(/Nothing connects them with it/)).toBeVisible();
    expect(came.find(({ path }) => path === '/api/access/explain')?.query.get('operation')).toBe('READ');
  });
});
