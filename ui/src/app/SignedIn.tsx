import { Outlet, useMatches } from '@tanstack/react-router';
import { LiveProvider } from '@/api/LiveProvider';
import { useMe, useSession } from '@/api/session';
import { ChromeContext } from '@/kit/chrome';
import { useAddress } from '@/kit/useAddress';
import { flagField } from '@/lib/entity';
import { AccountMenu } from './AccountMenu';
import { Shell } from './Shell';
import { ViewingBanner } from './ViewingBanner';

/** Puts the shell around a page, or leaves a dashboard alone on the screen. */
export function SignedIn() {
  const me = useMe();
  const [{ full }] = useAddress();
  const frame = useMatches({ select: (matches) => matches.at(-1)?.staticData.frame });
  const alone = frame === 'dashboard' && (full !== undefined || flagField(me.additionalInfo, 'defaultDashboardFullscreen'));
  // Another user, also one that is looked on as, gets a line of his own.
  const session = useSession();
  const line = `${session?.userId ?? ''} ${session?.viewingAs?.userId ?? ''}`;
  if (alone) {
    return (
      <LiveProvider key={line}>
        <ChromeContext value={{ alone, account: <AccountMenu /> }}>
          <ViewingBanner />
          <Outlet />
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
