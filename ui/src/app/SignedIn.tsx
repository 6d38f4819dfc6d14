import { Outlet, useMatches } from '@tanstack/react-router';
import { useMe } from '@/api/session';
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
  if (alone) {
    return (
      <ChromeContext value={{ alone, account: <AccountMenu /> }}>
        <ViewingBanner />
        <Outlet />
      </ChromeContext>
    );
  }
  return (
    <Shell>
      <Outlet />
    </Shell>
  );
}
