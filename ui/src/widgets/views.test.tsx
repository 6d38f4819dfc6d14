import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { renderApp } from '@/testing/render';
import { configSchema, dataKeySchema, NO_DATA, type Row, type SourceData, type ViewProps } from './contract';
import type { ValueType } from '@/lib/values';
import { widgets } from './registry';

const EVIL = '<img src=x onerror="window.hacked = true"><script>window.hacked = true</script>';

function sourceOf(keys: readonly object[], rows: readonly Partial<Row>[], more: Partial<SourceData> = {}): SourceData {
  return {
    ...NO_DATA,
    status: 'ready',
    keys: keys.map((key) => dataKeySchema.read(key)),
    rows: rows.map((row, index) => ({
      entity: { entityType: 'DEVICE', id: `id-${index}` }, name: `Device ${index}`, label: '', profile: 'air-sensor', latest: {}, series: {}, ...row,
    })),
    total: rows.length,
    ...more,
  };
}

async function show(name: string, rawConfig: object, data: readonly SourceData[], more: Partial<ViewProps> = {}) {
  const widget = widgets.find((each) => each.name === name);
  if (!widget) throw new Error(`There is no widget ${name}`);
  await widget.preload();
  const props: ViewProps = {
    title: 'Title', config: configSchema.read(rawConfig), data, span: null, isNarrow: false, refine: vi.fn(), act: vi.fn(), ...more,
  };
  await renderApp(<widget.View {...props} />);
  return props;
}

const temperature = { name: 'temperature', type: 'timeseries', label: 'Temperature', units: '°C', decimals: 1 };
const reading = (value: string, type: ValueType = 'DOUBLE') => ({ 'timeseries:temperature': { ts: 1_000, value, type } });

describe('the entities table', () => {
  const open = { type: 'openDashboardState', targetDashboardStateId: 'office', setEntityId: true };

  it('shows rows, and opens one by mouse and by keyboard', async () => {
    const data = [sourceOf([temperature], [{ latest: reading('21.46') }, { name: 'Other' }])];
    const { act } = await show('entities-table', { actions: { rowClick: [open] } }, data);
    expect(await screen.findByText('21.5 °C')).toBeVisible();
    await userEvent.click(screen.getByText('Other'));
    screen.getByRole('button', { name: 'Open Device 0' }).focus();
    await userEvent.keyboard('{Enter}');
    expect(vi.mocked(act).mock.calls.map(([, row]) => row?.name)).toEqual(['Other', 'Device 0']);
  });

  it('asks the server for the order and the search', async () => {
    const { refine } = await show('entities-table', { settings: { enableSearch: true } }, [sourceOf([temperature], [{}])]);
    await userEvent.click(await screen.findByRole('button', { name: 'Temperature' }));
    await userEvent.click(screen.getByRole('button', { name: 'Temperature' }));
    const key = { type: 'TIME_SERIES', key: 'temperature' };
    expect(vi.mocked(refine).mock.calls.map(([, change]) => change.sortOrder)).toEqual([{ key, direction: 'ASC' }, { key, direction: 'DESC' }]);
    await userEvent.type(screen.getByRole('searchbox'), 'off');
    await waitFor(() => expect(refine).toHaveBeenLastCalledWith(0, expect.objectContaining({ textSearch: 'off', page: 0 })));
  });

  it('shows pills instead of what a script would', async () => {
    const cell = { type: 'pills', pills: [{ key: 'temperature', label: 'Temp', units: '°C', decimals: 1 }], emptyText: 'none' };
    const keys = [{ ...temperature, settings: { defaultColumnVisibility: 'hidden' } }, { name: 'value', type: 'computed', label: 'Value', settings: { cell } }];
    await show('entities-table', {}, [sourceOf(keys, [{ latest: reading('21.46') }, {}])]);
    expect(await screen.findByText('Temp')).toBeVisible();
    expect(screen.getByText('none')).toBeVisible();
    expect(screen.queryByText('Temperature')).toBeNull();
  });

  it('shows texts as they are, and whole numbers exactly', async () => {
    const texts = ['241408E4', '89010303310033979663', '0x1A', '12E5'];
    const rows = [...texts.map((text) => ({ latest: reading(text, 'STRING') })), { latest: reading('9007199254740993', 'LONG') }];
    await show('entities-table', {}, [sourceOf([{ ...temperature, units: '', decimals: 0 }], rows)]);
    for (const text of [...texts, '9,007,199,254,740,993']) expect(await screen.findByText(text)).toBeVisible();
  });

  it('says that there is nothing', async () => {
    await show('entities-table', {}, [sourceOf([temperature], [])]);
    expect(await screen.findByText('Nothing to show')).toBeVisible();
  });
});

describe('the Markdown card', () => {
  it('runs nothing, wherever it comes from', async () => {
    const data = [sourceOf([temperature], [{ name: EVIL, latest: reading(EVIL, 'STRING') }])];
    for (const settings of [
      { markdownTextPattern: `# \${entityName}\n\${temperature} ${EVIL} [x](javascript:alert(1))` },
      { cardHtml: `<p onclick="x()">\${entityName}</p>${EVIL}<a href="javascript:alert(1)">x</a>` },
      { type: 'fields', fields: { title: '${entityName}', rows: [{ key: 'temperature', label: EVIL }] } },
    ]) {
      await show('markdown-card', { settings }, data);
    }
    await waitFor(() => expect(document.body.textContent).toContain('onerror'));
    expect(document.body.querySelector('script, [onerror], [onclick], a[href^="javascript"]')).toBeNull();
    expect('hacked' in window).toBe(false);
  });

  it('shows a static text without any entity, cleaned', async () => {
    const config = { settings: { cardHtml: '<h3 onclick="x()">Welcome</h3><script>window.hacked = true</script>' }, datasources: [{ type: 'static', dataKeys: [{ name: 'f(x)', type: 'function' }] }] };
    expect(widgets.find((each) => each.name === 'markdown-card')?.sources(configSchema.read(config))).toEqual([]);
    await show('markdown-card', config, []);
    expect(await screen.findByText('Welcome')).toBeVisible();
    expect(document.body.querySelector('script, [onclick]')).toBeNull();
  });

  it('formats text, but not values', async () => {
    await show('markdown-card', { settings: { markdownTextPattern: '**bold** ${entityName}' } }, [sourceOf([], [{ name: '**name**' }])]);
    expect(await screen.findByText('bold')).toHaveProperty('tagName', 'STRONG');
    expect(document.body.textContent).toContain('**name**');
  });
});

describe('the value card', () => {
  it('shows the value with its unit and name', async () => {
    await show('temperature-card', { settings: { label: 'Indoor temperature' } }, [sourceOf([temperature], [{ latest: reading('27.04') }])]);
    expect(await screen.findByText('Indoor temperature')).toBeVisible();
    expect(screen.getByText('27.0')).toHaveStyle({ '--tone': '#d64545' });
    expect(screen.getByText('°C')).toBeVisible();
  });

  it('gives no colour of a range to a text that looks like a number', async () => {
    await show('temperature-card', {}, [sourceOf([temperature], [{ latest: reading('12E5', 'STRING') }])]);
    expect((await screen.findByText('12E5')).getAttribute('style') ?? '').not.toContain('#');
  });

  it('says that there is no value', async () => {
    await show('value-card', {}, [sourceOf([temperature], [{}])]);
    expect(await screen.findByLabelText('No value')).toHaveTextContent('–');
  });
});

describe('the battery', () => {
  it('is as full as its value', async () => {
    const key = { name: 'batteryLevel', type: 'timeseries', units: '%', decimals: 0 };
    const latest = { 'timeseries:batteryLevel': { ts: 1, value: '45.4', type: 'DOUBLE' as const } };
    await show('battery-level', { settings: { layout: 'horizontal_solid' } }, [sourceOf([key], [{ latest }])]);
    expect(await screen.findByRole('img', { name: 'Charge 45\u00a0%' })).toBeVisible();
  });
});

describe('the alarms table', () => {
  it('does not say that all is well where nothing can raise an alarm', async () => {
    await show('alarms-table', {}, [sourceOf([], [])]);
    expect(await screen.findByText('No alarm rules yet')).toBeVisible();
    expect(screen.queryByText(/all is well/i)).toBeNull();
  });

  it('shows alarms as text', async () => {
    const alarm = {
      id: { entityType: 'ALARM', id: 'a' }, createdTime: 0, type: EVIL, severity: 'MAJOR', status: 'ACTIVE_UNACK', originatorName: 'SD-001',
    };
    await show('alarms-table', {}, [sourceOf([], [], { alarms: [alarm] })]);
    expect(await screen.findByText(EVIL)).toBeVisible();
    expect(screen.getByText('Major')).toBeVisible();
    expect(screen.getByText('SD-001')).toBeVisible();
  });
});

describe('the entity count', () => {
  it('shows the number', async () => {
    await show('entity-count', { settings: { label: 'Offices' } }, [sourceOf([], [], { count: 1234 })]);
    expect(await screen.findByText('1,234')).toBeVisible();
  });
});

describe('the plan', () => {
  const marker = {
    dsEntityAliasId: 'a', xKey: { name: 'x', type: 'attribute' }, yKey: { name: 'y', type: 'attribute' },
    tooltip: { type: 'fields', fields: { title: '${entityName}', links: [{ label: 'Details', action: 'go' }] }, tagActions: [{ name: 'go', type: 'openDashboardState' }] },
  };
  const settings = { imageSource: { sourceType: 'image', url: '/plan.svg' }, markers: [marker] };

  it('opens the box of a pin, whose link acts', async () => {
    const latest = { 'attribute:x': { ts: 1, value: '0.5', type: 'DOUBLE' as const }, 'attribute:y': { ts: 1, value: '0.5', type: 'DOUBLE' as const } };
    const data = [sourceOf([{ name: 'x', type: 'attribute' }, { name: 'y', type: 'attribute' }], [{ name: 'SD-001', latest }])];
    const { act } = await show('image-map', { settings }, data);
    const picture = await screen.findByAltText('Plan: Title');
    picture.dispatchEvent(new Event('load'));
    await userEvent.click(await screen.findByRole('button', { name: 'SD-001' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Details' }));
    expect(vi.mocked(act).mock.calls[0]?.[1]?.name).toBe('SD-001');
  });
});
