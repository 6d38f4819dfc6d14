import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderApp } from '@/testing/render';
import { pretendServer } from '@/testing/server';
import { DashboardImport } from './DashboardImport';

const theirs = '784f394c-42b6-435a-983c-b7beff278401';
const other = '784f394c-42b6-435a-983c-b7beff278402';
const ours = '99999999-42b6-435a-983c-b7beff278409';

const file = JSON.stringify({
  id: { entityType: 'DASHBOARD', id: theirs },
  title: 'From elsewhere',
  mobileHide: true,
  customerId: { entityType: 'CUSTOMER', id: theirs },
  theirOwn: { kept: [1, null] },
  configuration: {
    entityAliases: {
      a: { alias: 'Boiler', filter: { type: 'singleEntity', singleEntity: { entityType: 'DEVICE', id: theirs } } },
      b: { alias: 'Pump', filter: { type: 'singleEntity', singleEntity: { entityType: 'DEVICE', id: other } } },
    },
  },
});

afterEach(() => vi.unstubAllGlobals());

describe('a dashboard from elsewhere', () => {
  it('is imported with ours of the same name, and with what was left as it is', async () => {
    const boiler = { entityId: { entityType: 'DEVICE', id: ours }, latest: { ENTITY_FIELD: { name: { ts: 1, value: 'Boiler' } } } };
    const came = pretendServer({
      'POST /api/entitiesQuery/find': ({ body }) => {
        const { entityFilter, pageLink } = body as { entityFilter: { type: string }; pageLink: { textSearch: string | null } };
        const finds = entityFilter.type === 'entityType' && pageLink.textSearch === 'Boiler';
        return { data: finds ? [boiler] : [], totalElements: finds ? 1 : 0, totalPages: 1, hasNext: false };
      },
      'POST /api/dashboard': () => ({ title: 'From elsewhere' }),
    });
    const closed = vi.fn();
    await renderApp(<DashboardImport selection={[]} kind="DASHBOARD" onClose={closed} />);
    const input = await waitFor(() => {
      const found = document.querySelector<HTMLInputElement>('input[type="file"]');
      if (!found) throw new Error('There is no place for a file');
      return found;
    });
    // The pretended browser's files cannot be read.
    const chosen = Object.assign(new File([file], 'elsewhere.json', { type: 'application/json' }), { text: () => Promise.resolve(file) });
    await userEvent.upload(input, chosen);
    expect(await screen.findByText('2 entities are not here')).toBeVisible();
    expect(await screen.findByLabelText('Boiler', { selector: 'input' })).toHaveValue('Boiler');
    expect(screen.getByLabelText('Pump', { selector: 'input' })).toHaveValue('');
    await userEvent.click(screen.getByRole('button', { name: 'Import JSON' }));
    await waitFor(() => expect(closed).toHaveBeenCalled());
    const sent = came.find(({ path }) => path === '/api/dashboard')?.body as Record<string, unknown>;
    expect(sent).toMatchObject({ title: 'From elsewhere', mobileHide: true, theirOwn: { kept: [1, null] } });
    expect(sent).not.toHaveProperty('id');
    expect(sent).not.toHaveProperty('customerId');
    const aliases = (sent['configuration'] as { entityAliases: Record<string, { filter: { singleEntity: { id: string } } }> }).entityAliases;
    expect([aliases['a']?.filter.singleEntity.id, aliases['b']?.filter.singleEntity.id]).toEqual([ours, other]);
  });
});
