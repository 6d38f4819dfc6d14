import { Button, Group } from '@mantine/core';
import { Link, Navigate, Outlet, useMatches, useRouterState } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { LiveProvider } from '@/api/LiveProvider';
import { useIsForced } from '@/api/abilities';
import { useSession } from '@/api/session';
import { ChromeContext } from '@/kit/chrome';
import { UnsavedGuard } from '@/kit/unsaved';
import { useAddress } from '@/kit/useAddress';
import { useText } from '@/lib/locale';
import { appText } from '@/lib/text/app';
import { AccountMenu, useSignOut } from './AccountMenu';
import classes from './app.module.css';
import { Shell } from './Shell';
import { ViewingBanner } from './ViewingBanner';

/** The one page of the console that is everybody's own. */
const profile = '/profile';

/** Puts the shell around a page, or leaves a dashboard alone on the screen. */
export function SignedIn() {
  return (
    <UnsavedGuard>
      <Framed />
    </UnsavedGuard>
  );
}

function Framed() {
  const [{ full }] = useAddress();
  const frame = useMatches({ select: (matches) => matches.at(-1)?.staticData.frame });
  const isForced = useIsForced();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const signOut = useSignOut();
  const alone = isForced || (frame === 'dashboard' && full !== undefined);
  // Another user, also one that is looked on as, gets a line of his own.
  const session = useSession();
  const line = `${session?.userId ?? ''} ${session?.viewingAs?.userId ?? ''}`;
  if (alone) {
    return (
      <LiveProvider key={line}>
        <ChromeContext value={{ alone, account: <AccountMenu />, signOut }}>
          <ViewingBanner />
          {frame === 'dashboard' ? <Outlet /> : path === profile ? <Plain /> : <Navigate to="/" replace />}
        </ChromeContext>
      </LiveProvider>
    );
  }
  return (
    <LiveProvider key={line}>
      <Shell>
        <Outlet />
      </Shell>
    </LiveProvider>
  );
}

/** A page without the console around it: only the way back to the dashboard and the user's menu. */
function Plain() {
  const t = useText(appText);
  return (
    <>
      <Group component="header" justify="space-between" wrap="nowrap" px="md" h={52} className={classes.plainHeader}>
        <Button component={Link} to="/" variant="subtle" color="gray" size="compact-md" leftSection={<ArrowLeft size={16} aria-hidden />}>
          {t('toDashboard')}
        </Button>
        <AccountMenu />
      </Group>
      <main>
        <Outlet />
      </main>
    </>
  );
}
