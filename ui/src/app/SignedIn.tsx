import { Outlet, useMatches } from '@tanstack/react-router';
import { useMe } from '@/api/session';
import { useAddress } from '@/kit/useAddress';
import { flagField } from '@/lib/entity';
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
      <>
        <ViewingBanner />
        <Outlet />
      </>
    );
  }
  return (
    <Shell>
      <Outlet />
    </Shell>
  );
}
