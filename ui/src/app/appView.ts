import { send } from '@/api/http';

/** What the mobile app puts into the pages of its web view. */
interface Bridge {
  callHandler(name: string, ...values: readonly unknown[]): unknown;
}

interface AppWindow {
  readonly location: { readonly href: string };
  readonly history: { replaceState(data: unknown, unused: string, url: string): void };
  readonly flutter_inappwebview?: Bridge;
}

/**
 * Takes the log-in of the mobile app over, once. The app opens its web view at an address with tokens; they are taken out of
 * the address before anything else happens. A page in any other browser forgets them, so that a link cannot log anybody in.
 */
export async function enterFromApp(view: AppWindow): Promise<boolean> {
  const url = new URL(view.location.href);
  const accessToken = url.searchParams.get('accessToken');
  if (accessToken === null && !url.searchParams.has('refreshToken')) return false;
  url.searchParams.delete('accessToken');
  url.searchParams.delete('refreshToken');
  view.history.replaceState(null, '', url.pathname + url.search + url.hash);
  if (accessToken === null || view.flutter_inappwebview === undefined) return false;
  try {
    await send('post', '/api/session/app', { accessToken });
    return true;
  } catch {
    // Whoever is not let in sees the sign-in page, which says what to do.
    return false;
  }
}
