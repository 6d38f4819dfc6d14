import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Problem } from '@/lib/problem';
import { rowsOf } from '@/lib/rows';
import { renderApp } from '@/testing/render';
import { ConfirmDialog } from './ConfirmDialog';
import { DataTable, type Column } from './DataTable';
import { sanitise } from './SafeHtml';
import { Loaded } from './states';

describe('sanitise', () => {
  it.each([
    ['<img src=x onerror=alert(1)>', 'onerror'],
    ['<a href="javascript:alert(1)">x</a>', 'javascript'],
    ['<svg><script>alert(1)</script></svg>', 'script'],
    ['<iframe srcdoc="<script>1</script>"></iframe>', 'iframe'],
    ['<form action="/api/x"><input name=q></form>', 'form'],
    ['<p style="position:fixed">x</p>', 'style'],
    ['<img src="//evil.example/x.png">', 'evil'],
    ['<style>*{display:none}</style>', 'display'],
    ['<style>*{display:none}', 'display'],
  ])('takes the danger out of %s', (html, danger) => expect(sanitise(html)).not.toContain(danger));

  it('says of a picture without words that it has none', () => expect(sanitise('<img src="/x.png">')).toContain('alt=""'));

  it('keeps words that look like handlers', () => expect(sanitise('<p>online = yes, style=plain</p>')).toBe('<p>online = yes, style=plain</p>'));

  it('reads markup that never ends', () => expect(sanitise('<a'.repeat(80_000))).not.toContain('<a<a'));

  it('keeps plain markup', () => expect(sanitise('<h2>A</h2><p>b <b>c</b></p>')).toBe('<h2>A</h2><p>b <b>c</b></p>'));
});

describe('Loaded', () => {
  const query = { data: undefined, error: null, isPending: true, refetch: () => undefined };

  it('shows loading, denied, broken and empty', async () => {
    const view = await renderApp(<Loaded query={query}>{() => 'data'}</Loaded>);
    expect(screen.getByRole('status', { name: 'Loading' })).toBeVisible();
    view.unmount();
    const denied = await renderApp(<Loaded query={{ ...query, error: new Problem(403, 'no') }}>{() => 'data'}</Loaded>);
    expect(screen.getByText('You may not see this')).toBeVisible();
    denied.unmount();
    const retry = vi.fn();
    const broken = await renderApp(
      <Loaded query={{ ...query, error: new Problem(500, 'oops'), refetch: retry }}>{() => 'data'}</Loaded>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(retry).toHaveBeenCalledOnce();
    broken.unmount();
    await renderApp(
      <Loaded query={{ ...query, data: [], isPending: false }} isEmpty={(list) => list.length === 0}>
        {() => 'data'}
      </Loaded>,
    );
    expect(screen.getByText('Nothing here yet')).toBeVisible();
  });
});

interface Thing {
  readonly id: string;
  readonly name: string;
}

const columns: Column<Thing>[] = [
  { id: 'name', title: 'Name', sort: 'name', cell: ({ name }) => name },
  { id: 'id', title: 'Id', cell: ({ id }) => id },
];
const things = [
  { id: '1', name: 'SD-001' },
  { id: '2', name: 'EM-002' },
];

describe('DataTable', () => {
  it('sorts, opens, selects and is walked by keyboard', async () => {
    const [onSort, onOpen, onSelect, onEdit] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()];
    await renderApp(
      <DataTable
        label="Devices"
        columns={columns}
        rows={rowsOf(things)}
        idOf={({ id }) => id}
        nameOf={({ name }) => name}
        sort={{ by: 'name', descending: false }}
        onSort={onSort}
        selected={new Map()}
        onSelect={onSelect}
        onOpen={onOpen}
        onEdit={onEdit}
      />,
    );
    await userEvent.click(screen.getByRole('button', { name: /Name/ }));
    expect(onSort).toHaveBeenCalledWith({ by: 'name', descending: true });
    expect(screen.getByRole('columnheader', { name: /Name/ })).toHaveAttribute('aria-sort', 'ascending');
    await userEvent.click(screen.getByText('2'));
    expect(onOpen).toHaveBeenLastCalledWith(things[1]);
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select SD-001' }));
    expect(onSelect).toHaveBeenLastCalledWith(new Map([['1', things[0]]]));
    expect(onOpen).toHaveBeenCalledOnce();
    screen.getByRole('button', { name: 'SD-001' }).focus();
    await userEvent.keyboard('{ArrowDown}');
    await vi.waitFor(() => expect(screen.getByRole('button', { name: 'EM-002' })).toHaveFocus());
    await userEvent.keyboard('e{Enter}');
    expect(onEdit).toHaveBeenCalledWith(things[1]);
    expect(onOpen).toHaveBeenCalledTimes(2);
  });

  it('draws only the rows in sight of a very long list', async () => {
    const long = rowsOf(Array.from({ length: 100_000 }, (_, index) => ({ id: String(index), name: `D-${index}` })));
    await renderApp(<DataTable label="All" columns={columns} rows={long} idOf={({ id }) => id} nameOf={({ name }) => name} />);
    expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '100001');
    expect(screen.getByRole('cell', { name: 'D-0' })).toBeVisible();
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
  });
});

describe('ConfirmDialog', () => {
  it('stays open and tells why it failed', async () => {
    const onClose = vi.fn();
    const refuse = () => Promise.reject(new Problem(409, 'The role is in use'));
    await renderApp(
      <ConfirmDialog title="Delete role?" verb="Delete" danger onConfirm={refuse} onClose={onClose}>
        It goes for good.
      </ConfirmDialog>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The role is in use');
    expect(onClose).not.toHaveBeenCalled();
  });
});
