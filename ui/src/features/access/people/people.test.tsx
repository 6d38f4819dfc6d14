import { Notifications, notifications } from '@mantine/notifications';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderApp } from '@/testing/render';
import { pretendServer } from '@/testing/server';
import { customerA, world } from '../world';
import { AddUserDialog } from './AddUserDialog';
import { LinkDialog } from './LinkDialog';
import { SwitchDialog } from './SwitchDialog';
import { ViewAsDialog } from './ViewAsDialog';

const group = (id: string, name: string) => ({
  id: { entityType: 'ENTITY_GROUP', id },
  name,
  groupAll: name === 'All',
});
const people = {
  ...world,
  'GET /api/entityGroups/CUSTOMER/a/USER/all': () => [
    group('all', 'All'),
    group('admins', 'Customer Administrators'),
    group('users', 'Customer Users'),
  ],
  'GET /api/user/dashboards': () => ({
    data: [{ id: { entityType: 'DASHBOARD', id: 'd' }, title: 'Buildings' }],
    totalElements: 1,
  }),
  'POST /api/user': () => ({ id: { entityType: 'USER', id: 'new' } }),
  'GET /api/user/new/activationLinkInfo': () => ({
    value: 'https://atrium.test/activate?token=1',
    ttlMs: 1000,
  }),
};
const emma = { id: { entityType: 'USER', id: 'emma' }, name: 'emma@x' };

afterEach(() => notifications.clean());

describe('Add user', () => {
  const add = (onClose = vi.fn()) =>
    renderApp(<AddUserDialog selection={[customerA]} kind="CUSTOMER" onClose={onClose} />);

  it('fills in what is usual, and shows and copies the link', async () => {
    const came = pretendServer(people);
    const writeText = vi.fn(() => Promise.resolve());
    const user = userEvent.setup();
    vi.stubGlobal('isSecureContext', true);
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(writeText);
    const onClose = vi.fn();
    await add(onClose);
    await user.type(await screen.findByLabelText('Name'), 'Emma Jane Johnson');
    const button = screen.getByRole('button', { name: 'Add' });
    expect(button).toBeDisabled();
    await user.type(screen.getByLabelText(/E-mail/), 'emma@example.org');
    await waitFor(() => expect(screen.getByRole('combobox', { name: 'Role' })).toHaveValue('Customer Users'));
    await waitFor(() =>
      expect(screen.getByRole('combobox', { name: 'Landing dashboard' })).toHaveValue('Buildings'),
    );
    await user.click(button);
    expect(await screen.findByText('https://atrium.test/activate?token=1')).toBeVisible();
    await waitFor(() => expect(writeText).toHaveBeenCalledWith('https://atrium.test/activate?token=1'));
    const saved = came.find(({ path, method }) => path === '/api/user' && method === 'POST');
    expect(saved?.query.getAll('entityGroupIds')).toEqual(['users']);
    expect(saved?.body).toEqual({
      email: 'emma@example.org',
      firstName: 'Emma Jane',
      lastName: 'Johnson',
      authority: 'CUSTOMER_USER',
      customerId: customerA.id,
      additionalInfo: { defaultDashboardId: 'd', defaultDashboardFullscreen: true },
    });
    await user.click(screen.getByRole('button', { name: 'Done' }));
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('says that the landing dashboard cannot be read, and shares it on demand', async () => {
    const came = pretendServer({
      ...people,
      'GET /api/dashboard/info/d': () => ({ id: { entityType: 'DASHBOARD', id: 'd' }, ownerId: { entityType: 'TENANT', id: 't' } }),
      'POST /api/access/change': () => ({ changed: [], grantIds: ['g'], undo: {} }),
    });
    await add();
    await userEvent.type(await screen.findByLabelText(/E-mail/), 'emma@example.org');
    expect(await screen.findByText('This user will not be able to read “Buildings”')).toBeVisible();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Share “Buildings” with this user, to read' }));
    await userEvent.click(screen.getByRole('button', { name: 'Add' }));
    await screen.findByText('https://atrium.test/activate?token=1');
    expect(came.find(({ path }) => path === '/api/access/change')?.body).toEqual({
      entities: [{ entityType: 'DASHBOARD', id: 'd' }],
      receivers: [{ entityType: 'USER', id: 'new' }],
      readElseWrite: true,
    });
  });

  it('says nothing of a landing dashboard that is shared with all users of the customer', async () => {
    const came = pretendServer({
      ...people,
      'GET /api/dashboard/info/d': () => ({ id: { entityType: 'DASHBOARD', id: 'd' }, ownerId: { entityType: 'TENANT', id: 't' } }),
      'GET /api/access/shares': () => [
        { grantId: 'g', receiver: { entityType: 'ENTITY_GROUP', id: 'all' }, receiverName: 'All', receiverOwner: customerA.id },
      ],
    });
    await add();
    await waitFor(() => expect(screen.getByRole('combobox', { name: 'Landing dashboard' })).toHaveValue('Buildings'));
    await waitFor(() => expect(came.some(({ path }) => path === '/api/access/shares')).toBe(true));
    await userEvent.type(screen.getByLabelText(/E-mail/), 'emma@example.org');
    expect(screen.queryByText(/will not be able to read/)).toBeNull();
  });

  it('keeps the form when the address is taken', async () => {
    pretendServer({
      ...people,
      'POST /api/user': () => ({ status: 400, message: 'User with email is already there' }),
    });
    await add();
    await userEvent.type(await screen.findByLabelText(/E-mail/), 'emma@example.org{Enter}');
    expect(await screen.findByText('User with email is already there')).toBeVisible();
    expect(screen.getByLabelText(/E-mail/)).toHaveValue('emma@example.org');
  });
});

describe('user actions', () => {
  const props = { selection: [emma], kind: 'USER' as const };

  it('shows the link again and sends it by mail', async () => {
    const came = pretendServer({
      'GET /api/user/emma/activationLinkInfo': () => ({ value: 'https://atrium.test/a', ttlMs: 5 }),
      'POST /api/user/sendActivationMail': () => undefined,
    });
    await renderApp(<LinkDialog {...props} onClose={vi.fn()} />);
    expect(await screen.findByText('https://atrium.test/a')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Send by e-mail' }));
    await waitFor(() => expect(came.at(-1)?.query.get('email')).toBe('emma@x'));
  });

  it('says why there is no link', async () => {
    pretendServer({
      'GET /api/user/emma/activationLinkInfo': () => ({ status: 400, message: 'The user is active already' }),
    });
    await renderApp(<LinkDialog {...props} onClose={vi.fn()} />);
    expect(await screen.findByText('The user is active already')).toBeVisible();
  });

  it('disables an account, and enables it again from the toast', async () => {
    const came = pretendServer({
      'GET /api/user/emma': () => ({
        id: emma.id,
        email: 'emma@x',
        additionalInfo: { userCredentialsEnabled: true },
      }),
      'POST /api/user/emma/userCredentialsEnabled': () => undefined,
    });
    const switches = () =>
      came.filter(({ method }) => method === 'POST').map(({ query }) => query.get('userCredentialsEnabled'));
    await renderApp(
      <>
        <Notifications />
        <SwitchDialog {...props} onClose={vi.fn()} />
      </>,
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Disable' }));
    await waitFor(() => expect(switches()).toEqual(['false']));
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(switches()).toEqual(['false', 'true']));
  });

  it('begins a look at once, and tells when it is refused', async () => {
    const came = pretendServer({
      'POST /api/session/viewAs': () => ({ status: 403, message: 'User account is not active' }),
    });
    await renderApp(<ViewAsDialog {...props} onClose={vi.fn()} />);
    expect(await screen.findByText('User account is not active')).toBeVisible();
    expect(came.map(({ body }) => body)).toEqual([{ userId: 'emma' }]);
  });
});
