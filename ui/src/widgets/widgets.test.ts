import { describe, expect, it } from 'vitest';
import { configSchema, type WidgetConfig } from './contract';
import { widgets } from './registry';

/** Everything that a stored widget may hold in the place of what is expected. */
const nonsense: readonly unknown[] = [
  undefined, null, 0, 'text', [], [null], {}, { settings: 7 }, { datasources: 'x' }, { datasources: [null, 7, {}] },
  { actions: { rowClick: 'x' } }, { settings: { markers: [null, {}], rangeColors: 'x', yAxes: [], fields: 3 } },
];

const entity = { type: 'entity', entityAliasId: 'alias', dataKeys: [{ name: 'temperature', type: 'timeseries' }] };

function config(raw: object): WidgetConfig {
  return configSchema.read(raw);
}

describe('every widget', () => {
  it('has a name and types of its own', () => {
    const types = widgets.flatMap((widget) => widget.types);
    expect(new Set(types).size).toBe(types.length);
    expect(new Set(widgets.map((widget) => widget.name)).size).toBe(widgets.length);
    expect(types).toEqual(
      expect.arrayContaining([
        'map', 'image_map', 'cards.entities_table', 'alarm_widgets.alarms_table', 'cards.markdown_card', 'cards.value_card',
        'line_chart', 'range_chart', 'battery_level', 'entity_count', 'indoor_temperature_card', 'power_consumption_card',
      ]),
    );
  });

  describe.each(widgets.map((widget) => [widget.name, widget] as const))('%s', (_name, widget) => {
    it('reads whatever is stored', () => {
      for (const raw of nonsense) {
        const read = config(raw as object);
        expect(() => widget.sources(read)).not.toThrow();
        expect(() => widget.usesTime(read)).not.toThrow();
        expect(widget.settings.read(raw)).toBeTypeOf('object');
      }
    });

    it('has a fallback for every setting', () => {
      const settings = widget.settings.read({}) as Record<string, unknown>;
      expect(Object.keys(settings)).toEqual(Object.keys(widget.settings.fields ?? {}));
      expect(Object.values(settings)).not.toContain(undefined);
      expect(Object.keys(settings).length).toBeGreaterThan(0);
    });

    it('asks for its datasources in pages that the server gives', () => {
      const raw = { datasources: [entity], alarmSource: entity, settings: { markers: [{ dsEntityAliasId: 'alias' }], defaultPageSize: 1e9 } };
      const asked = widget.sources(config(raw));
      expect(asked.length).toBeGreaterThan(0);
      for (const { datasource, first } of asked) {
        expect(datasource.entityAliasId).toBe('alias');
        expect(first.pageSize).toBeGreaterThan(0);
        expect(first.pageSize).toBeLessThanOrEqual(10_000);
      }
    });

    it('loads its view', async () => {
      expect(await widget.preload()).toMatchObject({ default: expect.any(Function) as unknown });
    });
  });
});

describe('maps of older dashboards', () => {
  const keys = [
    { name: 'lat', type: 'attribute', label: 'latitude' },
    { name: 'lon', type: 'timeseries', label: 'longitude' },
    { name: 'temperature', type: 'timeseries' },
  ];
  const source = { type: 'entity', entityAliasId: 'sensors', dataKeys: keys };
  const names = (type: string, raw: object) =>
    (widgets.find((widget) => widget.types.includes(type))?.sources(config(raw)) ?? []).map(({ datasource }) => datasource.dataKeys.map((key) => key.name));

  it.each(['maps_v2.openstreetmap', 'maps_v2.google_maps', 'maps.google_maps', 'maps_v2.here_map', 'maps_v2.tencent_maps'])('%s finds its places', (type) => {
    expect(names(type, { datasources: [source], settings: { latKeyName: 'lat', lngKeyName: 'lon' } })).toEqual([['lat', 'lon', 'temperature']]);
    expect(names(type, { datasources: [source], settings: {} })).toEqual([['lat', 'lon', 'temperature']]);
  });

  it('plans find their places and their picture', () => {
    const settings = { xPosKeyName: 'lon', yPosKeyName: 'lat', imageEntityAliasId: 'floor', imageUrlAttribute: 'plan', useTooltipFunction: true };
    expect(names('maps_v2.image_map', { datasources: [source], settings })).toEqual([['plan'], ['lon', 'lat', 'temperature']]);
    const plan = widgets.find((widget) => widget.name === 'image-map');
    expect(plan?.unread(config({ settings }))).toEqual(['scripts']);
  });

  it('say which of their layers are not shown', () => {
    const map = widgets.find((widget) => widget.name === 'map');
    expect(map?.unread(config({ settings: { markers: [], trips: [{}], polygons: [] } }))).toEqual(['trips']);
    expect(map?.unread(config({ settings: { markers: [{}] } }))).toEqual([]);
  });
});

describe('the picture of a plan', () => {
  const imageMap = widgets.find((widget) => widget.name === 'image-map');

  it('comes before the markers when it is an entity\'s', () => {
    const settings = {
      imageSource: { sourceType: 'entityKey', entityAliasId: 'office', entityKeyType: 'attribute', entityKey: 'office-plan' },
      markers: [{ dsEntityAliasId: 'sensors', xKey: { name: 'xPos', type: 'attribute' }, yKey: { name: 'yPos', type: 'attribute' } }],
    };
    const asked = imageMap?.sources(config({ settings })) ?? [];
    expect(asked.map(({ datasource }) => [datasource.entityAliasId, datasource.dataKeys.map((key) => key.name)])).toEqual([
      ['office', ['office-plan']],
      ['sensors', ['xPos', 'yPos']],
    ]);
  });

  it('is not asked for when the dashboard has it', () => {
    const settings = { imageSource: { sourceType: 'image', url: '/x.png' }, markers: [] };
    expect(imageMap?.sources(config({ settings }))).toEqual([]);
  });
});
