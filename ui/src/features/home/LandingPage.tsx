import { useQuery } from '@tanstack/react-query';
import { Navigate, useRouterState } from '@tanstack/react-router';
import { call } from '@/api/http';
import { useIsForced } from '@/api/abilities';
import { useMe } from '@/api/session';
import { NotShared } from '@/dashboards/NotShared';
import { LoadingState } from '@/kit/states';
import { textField } from '@/lib/entity';

/** Where somebody arrives: at his own dashboard, at that of his owner, or at Home. */
function LandingPage() {
  const { additionalInfo, authority } = useMe();
  // The server names only a dashboard that the user may read: without one there is none to be led to.
  const isForced = useIsForced();
  const own = textField(additionalInfo, 'defaultDashboardId');
  const home = useQuery({
    queryKey: ['home-dashboard'],
    queryFn: () => call('get', '/api/dashboard/home/info'),
    enabled: own === undefined && authority !== 'SYS_ADMIN',
    retry: false,
  });
  // Who clicked on while this was being found out is on the way already.
  const isHere = useRouterState({ select: ({ location }) => location.pathname === '/' });
  if (!isHere) return <LoadingState />;
  if (own !== undefined) return <DashboardAt id={own} full={isForced} />;
  if (home.isLoading) return <LoadingState />;
  const shared = home.data?.dashboardId?.id;
  if (shared !== undefined) return <DashboardAt id={shared} full={isForced} />;
  return isForced ? <NotShared /> : <Navigate to="/home" replace />;
}

function DashboardAt({ id, full }: { readonly id: string; readonly full: boolean }) {
  return <Navigate to="/dashboards/$dashboardId" params={{ dashboardId: id } as never} search={(full ? { full: '1' } : {}) as never} replace />;
}

export { LandingPage as page };
