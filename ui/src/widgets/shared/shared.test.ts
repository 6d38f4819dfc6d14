import { describe, expect, it } from 'vitest';
import { dataKeySchema, rangeListSchema, type Row, type SourceData } from '@/widgets/contract';
import { pictureAddress, pictureStyle } from '@/lib/picture';
import { settled } from '../chart/settled';
import { extent } from '../chart/axes';
import { statistics } from '../chart/statistics';
import { placeOf } from '../map/definition';
import { linesOf } from '../line-chart/lines';
import { tileAddress } from '../map/tiles';
import { fieldsSchema, shownPills, shownRows } from './fieldRows';
import { markerSchema, markersWith } from './markers';
import { fill } from './pattern';
import { writerOf } from './useWrite';
import { colorIn, shown, themed, writeFixed } from './value';

const write = writerOf('en-GB');
const keys = [
  { name: 'temperature', type: 'timeseries', label: 'Temp', units: '°C', decimals: 1 },
  { name: 'email', type: 'attribute' },
  { name: 'power', type: 'timeseries', aggregationType: 'SUM' },
  { name: 'xPos', type: 'attribute' },
  { name: 'yPos', type: 'attribute' },
].map((key) => dataKeySchema.read(key));

const row: Row = {
  entity: { entityType: 'DEVICE', id: '1' },
  name: 'SD-001',
  label: 'Air <b>Sensor</b>',
  profile: 'air-sensor',
  latest: {
    'timeseries:temperature': { ts: 5, value: '22.46', type: 'DOUBLE' as const },
    'attribute:email': { ts: 5, value: 'a b@x.example' },
    'timeseries:power:SUM': { ts: 5, value: '158', type: 'LONG' as const },
    'attribute:xPos': { ts: 5, value: '0.5', type: 'DOUBLE' as const },
    'attribute:yPos': { ts: 5, value: '0.25', type: 'DOUBLE' as const },
  },
  series: {},
};

const source: SourceData = { status: 'ready', message: '', keys, rows: [row], total: 1, hasNext: false, count: null, alarms: [] };

describe('a pattern', () => {
  it.each([
    ['${entityName}', 'SD-001'],
    ['${entityLabel} (${deviceType})', 'Air <b>Sensor</b> (air-sensor)'],
    ['${temperature}', '22.46'],
    ['${temperature:1} °C', '22.5 °C'],
    ['${Temp:0}', '22'],
    ['${power:2}', '158.00'],
    ['[${missing}]', '[]'],
    ['${a${b}}', '${a}'],
    ['plain $ {x} text', 'plain $ {x} text'],
  ])('%s becomes %s', (pattern, expected) => {
    expect(fill(pattern, row, keys, write)).toBe(expected);
  });

  it('shows nothing without a row', () => {
    expect(fill('${entityName}!', null, keys, write)).toBe('!');
  });

  it('does not fill what a value brings along', () => {
    const sly = { ...row, name: '${temperature}' };
    expect(fill('${entityName}', sly, keys, write)).toBe('${temperature}');
  });
});

describe('a value', () => {
  it('has its digits and unit', () => {
    expect(shown({ ts: 1, value: '22.46', type: 'DOUBLE' }, '°C', 1, write)).toBe('22.5\u00a0°C');
    expect(shown({ ts: 1, value: 'open' }, '°C', 1, write)).toBe('open');
    expect(writeFixed(1234.5, 2, write)).toBe('1,234.50');
    expect(writeFixed(-0.04, 1, write)).toBe('0.0');
    expect(writeFixed(1.239, null, write)).toBe('1.24');
    expect(writerOf('de')(1234.5, 1)).toBe('1.234,5');
  });

  it('takes the colour of its range: from is included, to is not', () => {
    const ranges = rangeListSchema().read([{ to: 18, color: 'blue' }, { from: 18, to: 24, color: 'green' }, { from: 24, color: 'red' }]);
    expect([-5, 17.99, 18, 23.99, 24, 99].map((value) => colorIn(ranges, value))).toEqual(['blue', 'blue', 'green', 'green', 'red', 'red']);
    expect(colorIn(ranges, null)).toBeNull();
    expect(colorIn([], 5)).toBeNull();
  });

  it('does not take greys that only suit a light page', () => {
    expect(themed('#1f2937', 'theme')).toBe('theme');
    expect(themed('#000000', 'theme')).toBe('theme');
    expect(themed('#d64545', 'theme')).toBe('#d64545');
    expect(themed(null, 'theme')).toBe('theme');
  });
});

describe('fields', () => {
  const fields = fieldsSchema.read({
    rows: [
      { key: 'temperature', label: 'Temperature', units: '°C', decimals: 1, profiles: ['air-sensor'], rangeList: [{ from: 20, color: 'green' }] },
      { key: 'temperature', label: 'Not for this profile', profiles: ['water-sensor'] },
      { key: 'email', label: 'E-mail', link: 'mailto' },
      { key: 'phone', label: 'Phone', fallback: 'N/A', link: 'tel' },
      { key: 'nothing', label: 'Left out' },
      { key: 'name', datasource: 1, label: 'Building' },
      { key: 'name', datasource: 7, label: 'No such source' },
    ],
  });

  it('are the rows of the profile that have a value or a fallback', () => {
    const parent = { ...source, rows: [{ ...row, name: 'Building A' }] };
    expect(shownRows(fields, [source, parent], row, write).map(({ label, text, href, color }) => ({ label, text, href, color }))).toEqual([
      { label: 'Temperature', text: '22.5\u00a0°C', href: null, color: 'green' },
      { label: 'E-mail', text: 'a b@x.example', href: 'mailto:a%20b@x.example', color: null },
      { label: 'Phone', text: 'N/A', href: null, color: null },
      { label: 'Building', text: 'Building A', href: null, color: null },
    ]);
  });

  it('know no links but mail and telephone', () => {
    const sly = fieldsSchema.read({ rows: [{ key: 'email', link: 'javascript' }] });
    expect(shownRows(sly, [source], row, write)[0]?.href).toBeNull();
  });
});

describe('pills', () => {
  it('are of the profile, and only with a value', () => {
    const pills = [
      { key: 'temperature', label: 'Temp', units: '°C', decimals: 1, profiles: ['air-sensor'], rangeList: [] },
      { key: 'temperature', label: '', units: '', decimals: 0, profiles: ['water-sensor'], rangeList: [] },
      { key: 'co2', label: 'CO₂', units: 'ppm', decimals: 0, profiles: [], rangeList: [] },
    ];
    expect(shownPills(pills, source, row, write).map(({ label, text }) => `${label} ${text}`)).toEqual(['Temp 22.5\u00a0°C']);
  });
});

describe('the lines of a chart', () => {
  it('have ids of their own where one series stands in it twice, and the name of their entity where the label wants it', () => {
    const keys = ['${entityName} now', 'Again'].map((label) => dataKeySchema.read({ name: 'temperature', type: 'timeseries', label }));
    const lines = linesOf([{ ...source, keys, rows: [row] }, { ...source, keys, rows: [row] }], '', null, write);
    expect(lines.map(({ name }) => name)).toEqual([`${row.name} now`, 'Again', `${row.name} now`, 'Again']);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(4);
  });
});

describe('markers', () => {
  const settings = markerSchema.read({
    dsEntityAliasId: 'sensors',
    xKey: { name: 'xPos', type: 'attribute' },
    yKey: { name: 'yPos', type: 'attribute' },
    label: { pattern: '${entityLabel}', style: 'pill' },
    markerType: 'image',
    markerImage: { type: 'byProfile', image: '/other.svg', imagesByProfile: { 'air-sensor': 'data:image/svg+xml;base64,AA' } },
  });

  it('stand where their entity says, with the picture of its profile', () => {
    expect(markersWith([settings], write)([source])).toMatchObject([{ x: 0.5, y: 0.25, label: 'Air <b>Sensor</b>', image: 'data:image/svg+xml;base64,AA' }]);
    const other = { ...source, rows: [{ ...row, profile: 'other' }] };
    expect(markersWith([settings], write)([other])[0]?.image).toBe('/other.svg');
  });

  it('stay the same while their row does', () => {
    const make = markersWith([settings], write);
    const still = { ...row, entity: { ...row.entity, id: 'still' } };
    const [first, second] = make([{ ...source, rows: [row, still] }]);
    const moved = { ...row, latest: { ...row.latest, 'attribute:xPos': { ts: 2, value: '0.75', type: 'DOUBLE' as const } } };
    const [other, same] = make([{ ...source, rows: [moved, still] }]);
    expect(other).not.toBe(first);
    expect(other?.x).toBe(0.75);
    expect(same).toBe(second);
  });

  const at = (x: string, y: string, type: 'DOUBLE' | 'STRING' = 'DOUBLE') => ({
    ...source,
    rows: [{ ...row, latest: { 'attribute:xPos': { ts: 1, value: x, type }, 'attribute:yPos': { ts: 1, value: y, type } } }],
  });

  it.each([
    ['beyond the pole', '91.2', '8.5'],
    ['beyond the date line', '48.1', '-181'],
    ['in microdegrees', '48137154', '11576124'],
    ['no number', 'NaN', 'NaN'],
    ['a tracker without a fix', '0.0', '0.0'],
  ])('are left out of a map: %s', (_what, x, y) => {
    expect(markersWith([settings], write, 'earth')([at(x, y)])).toEqual([]);
  });

  it('stand at a place that is written as a text, and on the corner of a plan', () => {
    expect(markersWith([settings], write, 'earth')([at('48.137', '-11.5', 'STRING')])).toMatchObject([{ x: 48.137, y: -11.5 }]);
    expect(markersWith([settings], write, 'earth')([at('12E5', '0x1A', 'STRING')])).toEqual([]);
    expect(markersWith([settings], write, 'plan')([at('0', '0')])).toMatchObject([{ x: 0, y: 0 }]);
  });

  it('are left out without a place', () => {
    const lost = { ...source, rows: [{ ...row, latest: { 'attribute:xPos': { ts: 1, value: 'here' } } }] };
    expect(markersWith([settings], write)([lost])).toEqual([]);
    expect(markersWith([settings], write)([])).toEqual([]);
  });
});

describe('a picture', () => {
  it.each([
    ['data:image/svg+xml;base64,AA', 'data:image/svg+xml;base64,AA'],
    ['/api/images/public/x', '/api/images/public/x'],
    ['tb-image;/api/images/tenant/x.png', '/api/images/tenant/x.png'],
    ['https://pictures.example/x.png', 'https://pictures.example/x.png'],
    ['data:text/html,<script>alert(1)</script>', null],
    ['javascript:alert(1)', null],
    ['//evil.example/x', null],
    ['', null],
    [null, null],
  ])('%s is at %s', (raw, expected) => {
    expect(pictureAddress(raw)).toBe(expected);
  });

  it('cannot leave its place in a style', () => {
    expect(pictureStyle('/x"); color: red; ("')).toBe('url("/x%22); color: red; (%22")');
  });
});

describe('a chart', () => {
  const span = { agg: 'SUM' as const, startTs: 0, endTs: 240, interval: 10, isSummed: true, isSliding: false, isLive: true, timeZone: 'UTC' };
  const points = [5, 15, 25].map((ts) => ({ ts, value: ts }));

  it('leaves out the sum that is still growing', () => {
    expect(settled(points, span, 27)).toHaveLength(2);
    expect(settled(points, span, 30)).toHaveLength(3);
    expect(settled(points.slice(2), span, 27)).toHaveLength(1);
    expect(settled(points, { ...span, isSummed: false }, 27)).toHaveLength(3);
    expect(settled(points, { ...span, isLive: false }, 27)).toHaveLength(3);
    expect(settled(points, null, 27)).toHaveLength(3);
  });

  it('spans what has been, and moves on with the clock', () => {
    const day = { ...span, endTs: 86_400_000 };
    expect(extent(day, 43_200_000)).toEqual([0, 43_200_000]);
    expect(extent(day, 60_000)).toEqual([0, 10_800_000]);
    expect(extent({ ...day, isLive: false }, 43_200_000)).toEqual([0, 86_400_000]);
    expect(extent({ ...day, isSliding: true }, 100_000_000)).toEqual([13_600_000, 100_000_000]);
  });

  it('says what its points come to', () => {
    expect(statistics(points)).toEqual({ min: 5, max: 25, avg: 15, total: 45, latest: 25 });
    expect(statistics([])).toBeNull();
  });
});

describe('a map', () => {
  it('takes its tiles from an address of tiles only', () => {
    const url = 'https://tiles.example/{z}/{x}/{y}.png';
    expect(tileAddress(url)).toBe(url);
    for (const other of ['', null, undefined, 'https://tiles.example/x.png', 'javascript:{z}{x}{y}', '"{z}{x}{y}']) {
      expect(tileAddress(other)).toBeNull();
    }
  });

  it('begins where the dashboard says', () => {
    expect(placeOf('40.75, -73.97')).toEqual([40.75, -73.97]);
    for (const other of ['', '40.75', '91,0', '0,181', 'a,b', '1,2,3', ',']) {
      expect(placeOf(other)).toBeNull();
    }
  });
});
