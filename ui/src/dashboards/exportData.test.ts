import { describe, expect, it } from 'vitest';
import { dataKeySchema, NO_DATA, type Row, type SourceData } from '@/widgets/contract';
import { csvOf, fileName } from './exportData';
import { overall } from './sourceStatus';

const locale = { language: 'en', tag: 'en-GB', zone: 'Europe/Berlin' } as const;
const keys = [
  { name: 'temperature', type: 'timeseries', label: 'Temperature', units: '°C' },
  { name: 'note', type: 'attribute' },
].map((key) => dataKeySchema.read(key));

function row(change: Partial<Row>): Row {
  return { entity: { entityType: 'DEVICE', id: '1' }, name: 'SD-001', label: '', profile: 'air', latest: {}, series: {}, ...change };
}

function source(change: Partial<SourceData>): SourceData {
  return { ...NO_DATA, status: 'ready', keys, ...change };
}

describe('the data of a widget as CSV', () => {
  it('is one line a row for latest values, and runs no formula', () => {
    const rows = [row({ latest: { 'timeseries:temperature': { ts: 1, value: '-21.5', type: 'DOUBLE' }, 'attribute:note': { ts: 1, value: '=1+1' } } })];
    expect(csvOf([source({ rows })], locale)).toBe("Name,Label,Profile,Temperature (°C),note\r\nSD-001,,air,-21.5,'=1+1\r\n");
  });

  it.each([
    ['241408E4', 'STRING', '241408E4'],
    ['89010303310033979663', 'STRING', '89010303310033979663'],
    ['0x1A', 'STRING', '0x1A'],
    ['12E5', 'STRING', '12E5'],
    ['9007199254740993', 'LONG', '9007199254740993'],
    ['1.0E-5', 'DOUBLE', '0.00001'],
  ] as const)('keeps %s of the type %s', (value, type, cell) => {
    const rows = [row({ latest: { 'timeseries:temperature': { ts: 1, value, type } } })];
    expect(csvOf([source({ rows, keys: keys.slice(0, 1) })], locale)).toContain(`,air,${cell}\r\n`);
  });

  it('is one line a moment for series, by the clock of the reader', () => {
    const at = Date.parse('2026-11-22T06:00:00Z');
    const points = [{ ts: at, value: 20 }, { ts: at + 3_600_000, value: 9007199254740992, exact: 9007199254740993n }];
    const csv = csvOf([source({ keys: keys.slice(0, 1), rows: [row({ series: { 'timeseries:temperature': points } })] })], locale);
    expect(csv).toBe('Time,Temperature (°C)\r\n2026-11-22 07:00:00,20\r\n2026-11-22 08:00:00,9007199254740993\r\n');
  });

  it('has a file name that every system takes', () => {
    expect(fileName('Energy: "A/B" <x>', 'csv')).toBe('Energy-A-B-x.csv');
    expect(fileName('../../x', 'png')).toBe('-..-x.png');
    expect(fileName('', 'png')).toBe('widget.png');
  });
});

describe('the state of a widget', () => {
  it.each([
    [['ready', 'loading'], 'loading'],
    [['ended', 'ready'], 'ended'],
    [['error', 'loading'], 'error'],
    [['unresolved'], 'unresolved'],
    [['unresolved', 'ready'], 'ready'],
    [[], 'ready'],
  ] as const)('%s comes to %s', (statuses, expected) => {
    expect(overall(statuses.map((status) => source({ status })))).toBe(expected);
  });

  it('is ready as long as anything can be shown', () => {
    expect(overall([source({ status: 'ended' }), source({ rows: [row({})] })])).toBe('ready');
  });
});
