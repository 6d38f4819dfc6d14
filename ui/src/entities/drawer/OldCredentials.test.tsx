import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderApp } from '@/testing/render';
import { pretendServer } from '@/testing/server';
import { OldCredentials } from './OldCredentials';

const entity = { id: { entityType: 'DEVICE', id: 'd1' }, name: 'SD-001' } as const;

function world(flags: () => object) {
  return pretendServer({
    'GET /api/auth/user': () => ({ id: { entityType: 'USER', id: 'u1' }, ownerId: { entityType: 'TENANT', id: 't1' }, authority: 'TENANT_ADMIN' }),
    'GET /api/permission/DEVICE/d1/WRITE_CREDENTIALS': () => true,
    'GET /api/permission/DEVICE/d1/READ_CREDENTIALS': () => true,
    'GET /api/device/info/d1': () => ({ id: entity.id, name: 'SD-001', ownerId: { entityType: 'TENANT', id: 't1' }, ...flags() }),
    'POST /api/device/d1/credentials/renew': () => ({}),
  });
}

describe('credentials that somebody else knows', () => {
  it('are told after a share has ended, and renewed by one click', async () => {
    let known = true;
    const came = world(() => ({ credentialsOfFormerReceiver: known }));
    await renderApp(<OldCredentials entity={entity} />);
    expect(await screen.findByText(/under a share that has ended/)).toBeInTheDocument();
    const renew = await screen.findByRole('button', { name: 'Give new credentials' });
    known = false;
    await userEvent.click(renew);
    await waitFor(() => expect(screen.queryByText(/under a share that has ended/)).toBeNull());
    expect(came.filter(({ path }) => path === '/api/device/d1/credentials/renew')).toHaveLength(1);
  });

  it('are told after a change of owner', async () => {
    world(() => ({ credentialsOfFormerOwner: true }));
    await renderApp(<OldCredentials entity={entity} />);
    expect(await screen.findByText(/former owner/)).toBeInTheDocument();
  });
});
