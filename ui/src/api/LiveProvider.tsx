import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { refresh } from './http';
import { LiveSocket, openLine, type LiveState } from './live';
import { LiveContext, useLive } from './useLive';

/** Gives the pages below it one live socket; it comes back at once when the page is looked at again. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [live] = useState(() => new LiveSocket({ open: () => openLine(window.location), renew: refresh }));
  useEffect(() => {
    const look = () => document.visibilityState === 'visible' && live.hurry();
    window.addEventListener('online', live.hurry);
    document.addEventListener('visibilitychange', look);
    return () => {
      window.removeEventListener('online', live.hurry);
      document.removeEventListener('visibilitychange', look);
      live.rest();
    };
  }, [live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** How the line to the server is. */
export function useLiveState(): LiveState {
  const live = useLive();
  return useSyncExternalStore(live.onState, live.getState);
}
