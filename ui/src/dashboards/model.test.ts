import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actionSchema, configSchema, type Row } from '@/widgets/contract';
import { planAction, safeLink } from './actions';
import { readDashboard, stateOf } from './model';
import { rootStack, topOf } from './stack';

const file = resolve(import.meta.dirname, '../../../src/main/resources/demo/dashboards/buildings.json');
const demo = readDashboard(JSON.parse(readFileSync(file, 'utf8')));

const office: Row = {
  entity: { entityType: 'ASSET', id: '784f394c-42b6-435a-983c-b7beff2784f9' },
  name: 'Office A', label: '', profile: 'office', latest: {}, series: {},
};

describe('the demo dashboard', () => {
  it('has the six states of the tutorial', () => {
    expect(demo.states.map((state) => state.id)).toEqual(['default', 'building', 'office', 'air_sensor', 'energy_sensor', 'water_sensor']);
    expect(demo.rootState).toBe('default');
  });

  it('places only widgets that it has, and has none that stand nowhere', () => {
    const placed = demo.states.flatMap((state) => Object.keys(state.layout.widgets));
    expect(new Set(placed)).toEqual(new Set(demo.widgets.keys()));
  });

  it('never places one widget upon another', () => {
    for (const { id, layout } of demo.states) {
      const cells = Object.values(layout.widgets).flatMap((at) =>
        Array.from({ length: at.sizeX * at.sizeY }, (_, index) => `${at.row + Math.floor(index / at.sizeX)},${at.col + (index % at.sizeX)}`),
      );
      expect(new Set(cells).size, id).toBe(cells.length);
      expect(Math.max(...Object.values(layout.widgets).map((at) => at.col + at.sizeX)), id).toBeLessThanOrEqual(24);
    }
  });

  it('asks only for aliases that it has', () => {
    for (const { config } of demo.widgets.values()) {
      for (const source of [...config.datasources, config.alarmSource]) {
        if (source) expect(demo.aliases.has(source.entityAliasId ?? '')).toBe(true);
      }
    }
  });
});

describe('a dashboard of any form', () => {
  it.each([undefined, null, 'x', 7, [], {}, { configuration: null }, { configuration: { widgets: 'x', states: [], entityAliases: 7 } }])(
    'is read: %o',
    (raw) => {
      const read = readDashboard(raw);
      expect(stateOf(read, read.rootState)).not.toBeNull();
    },
  );

  it('of the old form has a list of widgets and one state', () => {
    const read = readDashboard({
      configuration: { widgets: [{ id: 'w', typeAlias: 'entities_table', bundleAlias: 'cards', title: 'Old', config: {} }] },
    });
    expect(read.widgets.get('w')?.type).toBe('cards.entities_table');
    expect(stateOf(read, 'default')?.layout.widgets).toHaveProperty('w');
  });

  it('keeps an unknown widget, for a placeholder', () => {
    const read = readDashboard({ configuration: { widgets: { w: { typeFullFqn: 'tenant.my_own', title: 'Mine' } } } });
    expect(read.widgets.get('w')).toMatchObject({ type: 'my_own', title: 'Mine', config: configSchema.read({}) });
  });
});

describe('an action', () => {
  const stack = rootStack('default');
  const open = (raw: object, row: Row | null = office) =>
    planAction(actionSchema.read({ type: 'openDashboardState', setEntityId: true, ...raw }), row, stack, demo);

  it('opens a state with what was clicked', () => {
    const effect = open({ targetDashboardStateId: 'office' });
    expect(effect).toMatchObject({ kind: 'states', stack: [{ state: 'default' }, { state: 'office', entity: office.entity }] });
  });

  it('chooses the state by the profile', () => {
    const raw = { targetDashboardStateId: null, targetDashboardStateByProfile: { 'air-sensor': 'air_sensor', office: 'office' } };
    expect(open(raw)).toMatchObject({ stack: [{}, { state: 'office' }] });
    expect(open(raw, { ...office, profile: 'air-sensor' })).toMatchObject({ stack: [{}, { state: 'air_sensor' }] });
    expect(open(raw, { ...office, profile: 'other' })).toEqual({ kind: 'none' });
    expect(open({ ...raw, targetDashboardStateId: 'building' }, { ...office, profile: 'other' })).toMatchObject({ stack: [{}, { state: 'building' }] });
  });

  it('leads to no state that is not there', () => {
    expect(open({ targetDashboardStateId: 'nowhere' })).toEqual({ kind: 'none' });
  });

  it('changes the present state, or a named entity of it', () => {
    const update = actionSchema.read({ type: 'updateDashboardState', setEntityId: true, stateEntityParamName: 'other' });
    const effect = planAction(update, office, stack, demo);
    expect(effect).toMatchObject({ kind: 'states', stack: [{ state: 'default', entity: null, named: { other: office.entity } }] });
  });

  it('keeps the entity when none is set', () => {
    const here = [...stack, { state: 'building', entity: office.entity, named: {} }];
    const effect = planAction(actionSchema.read({ type: 'openDashboardState', targetDashboardStateId: 'office' }), null, here, demo);
    expect(effect.kind === 'states' ? topOf(effect.stack).entity : null).toEqual(office.entity);
  });

  it('opens another dashboard', () => {
    const effect = planAction(actionSchema.read({ type: 'openDashboard', targetDashboardId: 'abc', setEntityId: true }), office, stack, demo);
    expect(effect).toMatchObject({ kind: 'dashboard', dashboardId: 'abc', stack: [{ state: 'default', entity: office.entity }] });
  });

  it('runs no script', () => {
    expect(planAction(actionSchema.read({ type: 'custom', customFunction: 'alert(1)' }), office, stack, demo)).toEqual({ kind: 'none' });
    for (const url of ['javascript:alert(1)', ' JavaScript:alert(1)', 'data:text/html,x', 'vbscript:x', '//evil.example', '']) {
      expect(safeLink(url)).toBeNull();
    }
    expect(safeLink('https://a.example/x')).toBe('https://a.example/x');
    expect(safeLink('/dashboards/1')).toBe('/dashboards/1');
    expect(safeLink('mailto:a@b.example')).toBe('mailto:a@b.example');
  });
});
