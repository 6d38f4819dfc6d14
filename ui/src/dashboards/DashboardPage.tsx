import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useIsForced } from '@/api/abilities';
import { call } from '@/api/http';
import { useChrome } from '@/kit/chrome';
import { FailedState, LoadingState } from '@/kit/states';
import { failureOf } from '@/lib/problem';
import { DashboardView } from './DashboardView';
import { readDashboard } from './model';
import { NotShared } from './NotShared';

export interface PageFrame {
  /** True if the dashboard is alone on the screen. */
  readonly isAlone: boolean;
  /** True if it must stay so. */
  readonly isForced: boolean;
  /** The user's menu, where nothing else on the screen has it. */
  readonly account: ReactNode;
}

/** The dashboard of the address. What the viewer may not see is not found, like what never was. */
export function DashboardPage() {
  const { alone, account } = useChrome();
  const isForced = useIsForced();
  const frame: PageFrame = { isAlone: alone, isForced, account: alone ? account : null };
  const { dashboardId = '' } = useParams({ strict: false });
  const query = useQuery({
    queryKey: ['dashboard', dashboardId],
    queryFn: () => call('get', '/api/dashboard/{dashboardId}', { path: { dashboardId } }),
    staleTime: 30_000,
    // What is shared again, and what a server in trouble could not give, comes by itself.
    refetchInterval: ({ state }) => (state.error === null ? false : 15_000),
  });
  const raw: unknown = query.data;
  const dashboard = useMemo(() => (raw === undefined ? null : readDashboard(raw)), [raw]);
  useVisit(dashboardId, dashboard !== null);
  const failure = query.error ? failureOf(query.error) : undefined;
  if (failure === 'missing' || failure === 'denied') return <NotShared dashboardId={dashboardId} hasEnded={dashboard !== null} />;
  if (query.error && failure !== 'offline') {
    return <FailedState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!dashboard) {
    return query.error ? <FailedState error={query.error} onRetry={() => void query.refetch()} /> : <LoadingState />;
  }
  return <DashboardView key={dashboardId} dashboardId={dashboardId} dashboard={dashboard} frame={frame} />;
}

/** Notes that the dashboard was opened, for the list of those used last; where it is not noted, nothing is lost. */
function useVisit(dashboardId: string, isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return;
    call('get', '/api/user/dashboards/{dashboardId}/{action}', { path: { dashboardId, action: 'visit' } }).catch(() => undefined);
  }, [dashboardId, isOpen]);
}
