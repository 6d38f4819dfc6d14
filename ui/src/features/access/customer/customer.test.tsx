import { Notifications, notifications } from '@mantine/notifications';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderApp } from '@/testing/render';
import { pretendServer, type Request } from '@/testing/server';
import { officeA, sensor, tenant, world } from '../world';
import { AddCustomerDialog } from './AddCustomerDialog';

const dashboard = { id: { entityType: 'DASHBOARD', id: 'd' }, title: 'Buildings' };
const renters = { id: { entityType: 'ENTITY_GROUP', id: 'renters' }, name: 'Office renters' };
const page = (data: readonly object[]) => ({ data, totalElements: data.length });
const customers = {
  ...world,
  'GET /api/entityGroups/TENANT/t/CUSTOMER/all': () => [renters],
  'GET /api/assetInfos/all': () => page([officeA]),
  'GET /api/deviceInfos/all': () => page([sensor]),
  'GET /api/dashboards/all': () => page([dashboard]),
  'POST /api/access/customer/preview': () => ({
    entities: [
      { ...officeA, contained: false },
      { ...sensor, contained: true },
    ],
    left: [],
    preview: {},
  }),
  'POST /api/access/customer': ({ body }: Request) => ({
    customer: { entityType: 'CUSTOMER', id: 'new' },
    title: 'Customer A',
    changed: [officeA, sensor],
    grantIds: ['g'],
    undo: { token: 7 },
    ...('user' in (body as object) ? { activationLink: { value: 'https://atrium.test/a', ttlMs: 5 } } : {}),
  }),
};
const sent = (came: readonly Request[]) => came.find(({ path }) => path === '/api/access/customer')?.body;

async function open(onClose = vi.fn()) {
  await renderApp(
    <>
      <Notifications />
      <AddCustomerDialog selection={[]} kind="CUSTOMER" onClose={onClose} />
    </>,
  );
  return onClose;
}

/** A page from which the sheet is opened again and again. */
function Twice() {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <AddCustomerDialog selection={[]} kind="CUSTOMER" onClose={() => setOpen(false)} />;
  return (
    <button type="button" onClick={() => setOpen(true)}>
      Open
    </button>
  );
}

afterEach(() => notifications.clean());

describe('Add customer', () => {
  it('needs a name only', async () => {
    const came = pretendServer(customers);
    const onClose = await open();
    await userEvent.type(await screen.findByLabelText(/^Name/, { selector: '[data-autofocus]' }), 'Customer A');
    await userEvent.click(screen.getByRole('button', { name: 'Add' }));
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(sent(came)).toEqual({
      customer: { title: 'Customer A', ownerId: tenant },
      groupIds: [],
      things: [],
      includeContained: false,
      shares: [],
    });
    expect(await screen.findByText('Customer A is added')).toBeVisible();
  });

  it('proposes the groups of the one that was added just before', async () => {
    pretendServer(customers);
    await renderApp(<Twice />);
    await userEvent.click(screen.getByRole('button', { name: 'Open' }));
    expect(await screen.findByLabelText('Customer groups', { selector: 'input' })).toBeVisible();
    expect(screen.queryByText('Flats', { selector: '.mantine-Pill-label' })).toBeNull();
    await userEvent.type(screen.getByLabelText('Customer groups', { selector: 'input' }), 'Flats{Enter}');
    await userEvent.type(screen.getByLabelText(/^Name/, { selector: '[data-autofocus]' }), 'A{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Add customer' })).toBeNull());
    await userEvent.click(screen.getByRole('button', { name: 'Open' }));
    expect(await screen.findByText('Flats', { selector: '.mantine-Pill-label' })).toBeVisible();
  });

  it('does everything in one call and shows the link', async () => {
    const came = pretendServer(customers);
    await open();
    await userEvent.type(
      await screen.findByLabelText(/^Name/, { selector: '[data-autofocus]' }),
      'Customer A',
    );
    await userEvent.click(screen.getByRole('combobox', { name: 'Owns' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Office A' }));
    expect(await screen.findByRole('checkbox', { name: 'SD-001' })).toBeChecked();
    await userEvent.click(screen.getByRole('combobox', { name: 'May also read' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Buildings' }));
    await userEvent.type(screen.getByLabelText('E-mail'), 'emma@example.org');
    expect(screen.getByRole('combobox', { name: 'Landing dashboard' })).toHaveValue('Buildings');
    await userEvent.click(screen.getByRole('button', { name: 'Add' }));
    expect(await screen.findByText('https://atrium.test/a')).toBeVisible();
    expect(sent(came)).toEqual({
      customer: { title: 'Customer A', ownerId: tenant },
      groupIds: [],
      things: [officeA.id, sensor.id],
      includeContained: false,
      shares: [{ entity: dashboard.id, readElseWrite: true }],
      user: { email: 'emma@example.org', group: 'Customer Users', defaultDashboardId: 'd', fullScreen: true },
    });
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() =>
      expect(came.find(({ path }) => path === '/api/access/change/undo')?.body).toEqual({ token: 7 }),
    );
  });

  it('shows who owns what is picked, and what others would lose', async () => {
    const jack = { user: { entityType: 'USER', id: 'jack' }, email: 'jack@x', ownerName: 'Customer B', gains: [], gainCount: 0, losses: [officeA], lossCount: 1 };
    const customerB = { ownerId: { entityType: 'CUSTOMER', id: 'b' }, ownerName: 'Customer B' };
    const came = pretendServer({
      ...customers,
      'GET /api/assetInfos/all': () => page([{ ...officeA, ...customerB }]),
      'POST /api/access/customer/preview': () => ({
        entities: [{ ...officeA, ...customerB, contained: false, moves: true }],
        left: [],
        preview: { affectedUsers: 1, users: [jack] },
      }),
    });
    await open();
    await userEvent.click(await screen.findByRole('combobox', { name: 'Owns' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Office A Customer B' }));
    const preview = await screen.findByRole('region', { name: 'What will change' });
    await waitFor(() => expect(preview).toHaveTextContent('Taken from Customer B: Office A'));
    expect(preview).toHaveTextContent(/jack@x.*loses.*Office A/s);
    const asked = came.findLast(({ path }) => path === '/api/access/customer/preview')?.body as { includeContained: boolean };
    expect(asked.includeContained).toBe(false);
  });

  it('keeps everything that was typed when the server refuses', async () => {
    pretendServer({
      ...customers,
      'POST /api/access/customer': () => ({ status: 400, message: 'Customer A is there already' }),
    });
    const onClose = await open();
    const name = await screen.findByLabelText(/^Name/, { selector: '[data-autofocus]' });
    await userEvent.type(name, 'Customer A{Enter}');
    expect(await screen.findByText('Customer A is there already')).toBeVisible();
    expect(name).toHaveValue('Customer A');
    expect(onClose).not.toHaveBeenCalled();
  });
});
