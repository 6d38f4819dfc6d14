import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call, type Wire } from '@/api/http';
import { useLiveState } from '@/api/LiveProvider';
import { useLive } from '@/api/useLive';
import type { EntityRef } from '@/lib/entity';
import { valueOf, type ValueType } from '@/lib/values';

export type AttributeScope = 'SERVER_SCOPE' | 'SHARED_SCOPE' | 'CLIENT_SCOPE';
export type Attribute = Wire<'AttributeData'>;

/** How often to ask while the live socket says nothing. */
const POLL_MS = 15_000;

/** The attributes of a scope: as stored, and then as the live socket tells them. */
export function useAttributes({ entityType, id }: EntityRef, scope: AttributeScope) {
  const live = useLive();
  const { phase } = useLiveState();
  const client = useQueryClient();
  useEffect(() => {
    const queryKey = attributesKey(id, scope);
    let isFirst = true;
    return live.subscribe({ type: 'ATTRIBUTES', entityType, entityId: id, scope, valueTypes: true }, ({ data, errorCode }) => {
      const list = client.getQueryData<readonly Attribute[]>(queryKey);
      const folded = errorCode === 0 && list ? foldAttributes(list, data ?? {}) : undefined;
      // The first answer is what the stored attributes are, too, which are on their way.
      if (folded !== undefined) client.setQueryData(queryKey, folded);
      else if (!isFirst || list) void client.invalidateQueries({ queryKey });
      isFirst = false;
    });
  }, [live, client, entityType, id, scope]);
  return useQuery({
    queryKey: attributesKey(id, scope),
    queryFn: () =>
      call('get', '/api/plugins/telemetry/{entityType}/{entityId}/values/attributes/{scope}', {
        path: { entityType, entityId: id, scope },
      }),
    refetchInterval: phase === 'connected' ? false : POLL_MS,
  });
}

export function attributesKey(id: string, scope: AttributeScope) {
  return ['attributes', id, scope] as const;
}

type Points = Readonly<Record<string, readonly (readonly [ts: number, value: string, type?: ValueType])[]>>;

/**
 * The attributes after an answer; undefined if it has a key that is new or whose type it does not tell, so that the
 * attributes must be asked for.
 */
export function foldAttributes(list: readonly Attribute[], points: Points): readonly Attribute[] | undefined {
  const known = new Map(list.map((attribute) => [attribute.key, attribute]));
  for (const [key, [point]] of Object.entries(points)) {
    const before = known.get(key);
    if (point === undefined || (point[0] === 0 && point[1] === '')) {
      known.delete(key);
    } else if (before === undefined) {
      return undefined;
    } else if (point[0] > before.lastUpdateTs) {
      const [lastUpdateTs, text, type] = point;
      if (type === undefined) return undefined;
      known.set(key, { ...before, lastUpdateTs, value: valueOf(text, type) as Attribute['value'] });
    }
  }
  return [...known.values()];
}
