import type { QueryClient } from '@tanstack/react-query';
import { Problem } from '@/lib/problem';

/** How often a server that is out of reach is asked for. */
const PROBE_MS = 2_000;
/** The longest pause between two tries of what fails while the server itself answers. */
const LONGEST_MS = 10_000;
/** After so long without a try, what fails is a new outage. */
const FORGET_MS = 30_000;

/** The server was not reached, or could not answer: the same question may be answered a moment later. */
export function isOutage(error: unknown): boolean {
  return error instanceof Problem && (error.status === 0 || error.status >= 500);
}

function answers(): Promise<boolean> {
  return fetch('/api/health/ready', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/**
 * Brings pages back after an outage. While something in sight failed for want of a server, one small question goes out
 * again and again; once it is answered, all that had failed is asked for at once. The machine coming back to its
 * network, and the page coming back to the front, ask at once, too.
 */
export function recoverAfterOutages(client: QueryClient, isReachable: () => Promise<boolean> = answers): () => void {
  const failed = { type: 'active', predicate: ({ state }: { state: { error: unknown } }) => isOutage(state.error) } as const;
  const waits = () => client.getQueryCache().findAll(failed).length > 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let tries = 0;
  let lastTry = 0;

  const ask = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (asking || document.visibilityState !== 'visible' || !waits()) return;
    asking = true;
    const isBack = await isReachable();
    asking = false;
    tries = isBack ? tries + 1 : 0;
    if (isBack) {
      lastTry = Date.now();
      void client.refetchQueries(failed);
    }
    watch();
  };
  const watch = () => {
    if (timer !== undefined || asking || !waits()) return;
    if (Date.now() - lastTry > FORGET_MS) tries = 0;
    timer = setTimeout(() => void ask(), Math.min(LONGEST_MS, PROBE_MS * 2 ** Math.min(tries, 8)));
  };
  const hurry = () => {
    tries = 0;
    void ask();
  };

  const leave = client.getQueryCache().subscribe(watch);
  window.addEventListener('online', hurry);
  document.addEventListener('visibilitychange', hurry);
  return () => {
    leave();
    clearTimeout(timer);
    window.removeEventListener('online', hurry);
    document.removeEventListener('visibilitychange', hurry);
  };
}
