import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useLive } from '@/api/useLive';
import type { EntityRef } from '@/lib/entity';
import {
  configSchema,
  datasourceSchema,
  NO_DATA,
  type AnyWidget,
  type Refinement,
  type SourceData,
  type SourceRequest,
  type WidgetConfig,
} from '@/widgets/contract';
import { filterOf, followsState, startsOf } from './aliases';
import type { Dashboard } from './model';
import type { Wish } from './request';
import { SourceSet, type Wanted } from './sourceSet';
import type { StateStep } from './stack';
import type { ResolvedTime } from './timewindow';

/** What a viewer chose where an alias finds several entities but shows one. */
export type Chosen = ReadonlyMap<string, EntityRef>;

export interface Place {
  readonly dashboard: Dashboard;
  readonly step: StateStep;
  readonly chosen: Chosen;
  /** The viewer's access to the state's entity ended while he looked at it. */
  readonly hasEnded: boolean;
}

type Refine = (source: number, change: Partial<Refinement>) => void;

/** The data of a widget, and how to ask for another part of it. */
export function useSources(
  widget: AnyWidget,
  config: WidgetConfig,
  place: Place,
  time: ResolvedTime | null,
): readonly [readonly SourceData[], Refine] {
  const [refinements, setRefinements] = useState<Readonly<Record<number, Partial<Refinement>>>>({});
  const requests = useMemo(() => widget.sources(config), [widget, config]);
  const wanted = useMemo(
    () =>
      requests.map((request, index): Wanted => {
        const refinement = { ...request.first, ...refinements[index] };
        return { request, config, wish: wishOf(request, refinement, place, time) };
      }),
    [requests, config, refinements, place, time],
  );
  const refine = useCallback<Refine>((source, change) => {
    setRefinements((former) => ({ ...former, [source]: { ...former[source], ...change } }));
  }, []);
  const data = useSourceSet(wanted);
  const shown = useMemo(
    () =>
      data.map((each, index) => {
        if (isMadeUp(requests[index])) return EMPTY;
        return place.hasEnded && dependsOnState(requests[index], place) ? ENDED : each;
      }),
    [data, place, requests],
  );
  return [shown, refine];
}

/** Nothing about an entity stays on the screen after the access to it ended, not even that there are no alarms. */
const ENDED: SourceData = { ...NO_DATA, status: 'ended' };

/** Of what needs no entity: texts, and values that another product makes up. */
const EMPTY: SourceData = { ...NO_DATA, status: 'ready' };

function isMadeUp(request: SourceRequest | undefined): boolean {
  return request?.datasource.type === 'function' || request?.datasource.type === 'static';
}

/**
 * Names of aliases of which nothing can be found because what they stand for, or start from, is not here; for the viewer
 * or at all, which of both is not told. An alias that the dashboard does not have is named by its id.
 */
export function useLost(requests: readonly SourceRequest[], data: readonly SourceData[], place: Place): readonly string[] {
  const starts = requests.flatMap((request, index) => (isBare(data[index]) ? startsOfSource(request, place) : []));
  const known = useEntities(starts);
  return lostAliases(requests, data, place, ({ id }) => known[starts.findIndex((start) => start.id === id)]?.status === 'missing');
}

export function lostAliases(
  requests: readonly SourceRequest[],
  data: readonly SourceData[],
  place: Place,
  isMissing: (ref: EntityRef) => boolean,
): readonly string[] {
  const lost = requests.flatMap((request, index) => {
    const { type, entityAliasId: id, deviceId, filterId, name } = request.datasource;
    const source = data[index];
    if (type === 'device') return deviceId && isBare(source) ? [name || deviceId] : [];
    if (!id || !ofEntities(type)) return [];
    const alias = place.dashboard.aliases.get(id);
    if (!alias) return [id];
    if (!isBare(source)) return [];
    const isLost = (FIXED.has(alias.filter.type) && !filterId) || startsOfSource(request, place).some(isMissing);
    return isLost ? [alias.name] : [];
  });
  return [...new Set(lost)];
}

const FIXED: ReadonlySet<string> = new Set(['singleEntity', 'entityList', 'entityGroupList']);

function ofEntities(type: string): boolean {
  return type === 'entity' || type === 'entityCount';
}

function startsOfSource({ datasource: { type, entityAliasId } }: SourceRequest, { dashboard, step }: Place): readonly EntityRef[] {
  const alias = ofEntities(type) ? dashboard.aliases.get(entityAliasId ?? '') : undefined;
  return alias ? startsOf(alias, step) : [];
}

function isBare(source: SourceData | undefined): boolean {
  return source?.status === 'ready' && source.rows.length === 0 && (source.count ?? 0) === 0 && source.alarms.length === 0;
}

function dependsOnState(request: SourceRequest | undefined, { dashboard }: Place): boolean {
  const alias = dashboard.aliases.get(request?.datasource.entityAliasId ?? '');
  return alias !== undefined && followsState(alias);
}

function useSourceSet(wanted: readonly Wanted[]): readonly SourceData[] {
  const live = useLive();
  const set = useMemo(() => new SourceSet(live), [live]);
  useEffect(() => void set.want(wanted), [set, wanted]);
  useEffect(() => () => set.stop(), [set]);
  return useSyncExternalStore(set.subscribe, set.getSnapshot);
}

function wishOf(
  request: SourceRequest,
  refinement: Refinement,
  { dashboard, step, chosen }: Place,
  time: ResolvedTime | null,
): Wish | null {
  const { entityAliasId, deviceId, filterId, type } = request.datasource;
  const valueFilter = filterId ? (dashboard.filters.get(filterId) ?? null) : null;
  const base = { valueFilter, refinement, time };
  if (type === 'device' && deviceId) {
    return { ...base, filter: single({ entityType: 'DEVICE', id: deviceId }), isMultiple: false };
  }
  const alias = dashboard.aliases.get(entityAliasId ?? '');
  if (!alias || type === 'function' || type === 'static' || type === 'alarmCount') {
    return null;
  }
  const choice = chosen.get(alias.id);
  const filter = choice && !alias.isMultiple ? single(choice) : filterOf(alias, step);
  return filter ? { ...base, filter, isMultiple: alias.isMultiple } : null;
}

function single(ref: EntityRef) {
  return { type: 'singleEntity', singleEntity: ref };
}

// ---- entities of the page itself -------------------------------------------------------------------------------

/** How it stands with an entity that the page is about. */
export interface KnownEntity {
  readonly status: 'loading' | 'here' | 'missing' | 'ended';
  readonly name: string;
  readonly label: string;
}

const NO_CONFIG = configSchema.read({});
const NAME_ONLY: SourceRequest = {
  datasource: datasourceSchema.read({}),
  wants: 'latest',
  first: { page: 0, pageSize: 1, textSearch: '', sortOrder: null },
};

/** Follows entities by their ids: whether the viewer may see them now, and what they are called. */
export function useEntities(refs: readonly EntityRef[]): readonly KnownEntity[] {
  const key = JSON.stringify(refs);
  const wanted = useMemo(
    () =>
      (JSON.parse(key) as readonly EntityRef[]).map((ref): Wanted => ({
        request: NAME_ONLY,
        config: NO_CONFIG,
        wish: { filter: single(ref), valueFilter: null, isMultiple: false, refinement: NAME_ONLY.first, time: null },
      })),
    [key],
  );
  const data = useSourceSet(wanted);
  return refs.map((_, index) => known(data[index]));
}

function known(data: SourceData | undefined): KnownEntity {
  const row = data?.rows[0];
  if (row) {
    return { status: 'here', name: row.name, label: row.label || row.name };
  }
  const status = !data || data.status === 'loading' ? 'loading' : data.status === 'ended' ? 'ended' : 'missing';
  return { status, name: '', label: '' };
}

/** The entities that an alias finds, for a choice among them. */
export function useMatches(aliasId: string, place: Place): SourceData | undefined {
  const wanted = useMemo((): readonly Wanted[] => {
    const alias = place.dashboard.aliases.get(aliasId);
    const filter = alias ? filterOf(alias, place.step) : null;
    const refinement = { ...NAME_ONLY.first, pageSize: 100 };
    const wish = filter ? { filter, valueFilter: null, isMultiple: true, refinement, time: null } : null;
    return [{ request: NAME_ONLY, config: NO_CONFIG, wish }];
  }, [aliasId, place]);
  return useSourceSet(wanted)[0];
}
