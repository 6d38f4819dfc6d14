import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderApp } from '@/testing/render';
import { pretendServer } from '@/testing/server';
import { MessageCounts } from './MessageCounts';

const entity = { id: { entityType: 'DEVICE', id: 'd1' }, name: 'SD-001', ownerId: { entityType: 'TENANT', id: 't1' }, ownerName: undefined };
const counters = 'GET /api/telemetry/counters/DEVICE/d1';

describe('what became of the messages of a device', () => {
  it('says what was stored, refused, left out, and what has a time far in the past', async () => {
    pretendServer({
      [counters]: () => ({
        received: 1200, stored: 1198, values: 2400, refused: { invalid: 2, busy: 0 }, leftOut: { null: 0, not_a_number: 7, new_reason: 1 }, farInThePast: 3,
      }),
    });
    await renderApp(<MessageCounts entity={entity} />);
    const table = await screen.findByRole('table', { name: 'Messages since the server started' });
    expect(within(table).getAllByRole('row').map(({ textContent }) => textContent)).toEqual([
      'Messages received1,200',
      'Messages stored1,198',
      'Values stored2,400',
      'Refused: not valid2',
      'Values left out: not a number7',
      'leftOut_new_reason1',
      'Values with a time far in the pastThe device may send seconds where milliseconds are expected.3',
    ]);
  });

  it('says nothing to who may not read them', async () => {
    const came = pretendServer({ [counters]: () => ({ status: 403, message: 'No' }) });
    await renderApp(<MessageCounts entity={entity} />);
    await waitFor(() => expect(came).toHaveLength(1));
    expect(screen.queryByRole('table')).toBeNull();
  });
});
