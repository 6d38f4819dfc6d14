import { useCallback, useEffect, useMemo, useState } from 'react';
import type { EntityData, EntityDataCommand } from '@/api/liveProtocol';
import { useLive } from '@/api/useLive';
import type { Rows } from '@/lib/rows';
import type { EntityDescriptor, EntityRow } from '../descriptor';

/** Rows are followed in steps of so many, so that scrolling by one does not ask anew. */
const step = 50;
const key = { type: 'SERVER_ATTRIBUTE', key: 'active' } as const;

type States = ReadonlyMap<string, boolean>;

/**
 * A list whose rows in sight say whether they are active now: one subscription of the live socket tells it. What it does
 * not tell, such as to who may not read attributes, stays as the list says.
 */
export function useLiveStates({ kind, hasState = false }: EntityDescriptor, rows: Rows<EntityRow>): Rows<EntityRow> {
  const live = useLive();
  const [{ from, to }, setSight] = useState({ from: 0, to: step });
  const [states, setStates] = useState<States>(new Map());
  const { show: showRows } = rows;
  const show = useCallback(
    (first: number, last: number) => {
      showRows(first, last);
      const next = { from: Math.floor(first / step) * step, to: (Math.floor(last / step) + 1) * step };
      setSight((former) => (former.from === next.from && former.to === next.to ? former : next));
    },
    [showRows],
  );
  const ids = hasState ? idsOf(rows, from, to) : '';
  useEffect(() => {
    if (ids === '') return undefined;
    return live.subscribe(commandOf(kind, ids.split(',')), ({ data, update }) => {
      // A whole answer is the whole truth, an update tells only what has changed.
      if (data) setStates(new Map(data.data.flatMap(stateOf)));
      else if (update) setStates((former) => new Map([...former, ...update.flatMap(stateOf)]));
    });
  }, [live, kind, ids]);
  return useMemo(() => {
    const made = new Map<EntityRow, EntityRow>();
    const fresh = (row: EntityRow) => {
      const active = states.get(row.id.id);
      if (active === undefined || active === row.active) return row;
      const known = made.get(row) ?? { ...row, active };
      made.set(row, known);
      return known;
    };
    return {
      ...rows,
      show,
      at: (index: number) => {
        const row = rows.at(index);
        return row && fresh(row);
      },
      loaded: states.size === 0 ? rows.loaded : rows.loaded.map(fresh),
    };
  }, [rows, states, show]);
}

function idsOf(rows: Rows<EntityRow>, from: number, to: number): string {
  const ids: string[] = [];
  for (let index = from; index < Math.min(to, rows.total ?? 0); index++) {
    const row = rows.at(index);
    if (row !== undefined) ids.push(row.id.id);
  }
  return ids.join();
}

function commandOf(kind: string, ids: readonly string[]): EntityDataCommand {
  return {
    type: 'ENTITY_DATA',
    query: {
      entityFilter: { type: 'entityList', entityType: kind, entityList: ids },
      pageLink: { page: 0, pageSize: ids.length, textSearch: null, sortOrder: { key: { type: 'ENTITY_FIELD', key: 'name' }, direction: 'ASC' }, dynamic: false },
      entityFields: [],
      latestValues: [key],
    },
    latestCmd: { keys: [key] },
  };
}

function stateOf({ entityId, latest }: EntityData): readonly (readonly [string, boolean])[] {
  const value = latest?.[key.type]?.[key.key]?.value;
  return value === 'true' || value === 'false' ? [[entityId.id, value === 'true']] : [];
}
