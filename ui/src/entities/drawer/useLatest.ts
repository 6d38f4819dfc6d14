import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '@/api/http';
import { useLiveState } from '@/api/LiveProvider';
import { useLive } from '@/api/useLive';
import type { EntityRef } from '@/lib/entity';

export interface Reading {
  readonly key: string;
  readonly ts: number;
  readonly value: string;
}

type Readings = Readonly<Record<string, Reading>>;

/** The latest readings of an entity: at first as stored, then as the live socket tells them. */
export function useLatest({ entityType, id }: EntityRef) {
  const live = useLive();
  const { phase } = useLiveState();
  const [told, setTold] = useState<Readings>({});
  const stored = useQuery({
    queryKey: ['latest', entityType, id],
    queryFn: () =>
      call('get', '/api/plugins/telemetry/{entityType}/{entityId}/values/timeseries', { path: { entityType, entityId: id } }),
  });
  useEffect(() => {
    return live.subscribe({ type: 'TIMESERIES', entityType, entityId: id, scope: 'LATEST_TELEMETRY' }, ({ data }) => {
      const came = Object.entries(data ?? {}).flatMap(([key, [point]]) =>
        point === undefined ? [] : [[key, { key, ts: point[0], value: point[1] }] as const],
      );
      if (came.length > 0) setTold((former) => ({ ...former, ...Object.fromEntries(came) }));
    });
  }, [live, entityType, id]);
  const first: Readings = Object.fromEntries(
    Object.entries(stored.data ?? {}).flatMap(([key, [point]]) =>
      point === undefined ? [] : [[key, { key, ts: point.ts, value: String(point.value) }] as const],
    ),
  );
  const data = Object.values({ ...first, ...told }).sort((a, b) => a.key.localeCompare(b.key));
  return {
    data: stored.data === undefined && data.length === 0 ? undefined : data,
    error: stored.error,
    isPending: stored.isPending,
    refetch: stored.refetch,
    phase,
  };
}
