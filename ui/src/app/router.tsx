import type { QueryClient } from '@tanstack/react-query';
import {
  type AnyRoute, createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect,
} from '@tanstack/react-router';
import { createElement } from 'react';
import { abilitiesQuery, meQuery, sessionQuery } from '@/api/session';
import type { Frame, Page } from '@/kit/contract';
import { FailedState, LoadingState } from '@/kit/states';
import { parseSearch, stringifySearch } from '@/lib/address';
import { NotFoundPage } from './NotFoundPage';
import { SignedIn } from './SignedIn';

interface Context {
  readonly client: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NotFoundPage });

const frames: Readonly<Record<Frame, 'in' | 'out'>> = { shell: 'in', dashboard: 'in', open: 'out' };

/** Everything behind the sign-in: who has no session is sent there and comes back afterwards. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: SignedIn,
  notFoundComponent: NotFoundPage,
  beforeLoad: async ({ context: { client }, location }) => {
    const session = await client.ensureQueryData(sessionQuery);
    if (session === null) throw redirect({ to: '/login', search: { back: location.href } as never });
    await Promise.all([client.ensureQueryData(meQuery), client.prefetchQuery(abilitiesQuery)]);
  },
});

/** A page inside of what features add to entities. */
function withExtensions(load: Page['load']): Page['load'] {
  return async () => {
    const [{ page }, { Extended }] = await Promise.all([load(), import('./Extended')]);
    return { page: () => createElement(Extended, null, createElement(page)) };
  };
}

/** Builds the routes from the pages that the features list. */
export function routerOf(pages: readonly Page[], client: QueryClient) {
  const routes = (side: 'in' | 'out'): AnyRoute[] =>
    pages
      .filter(({ frame }) => frames[frame] === side)
      .map(({ path, frame, load, extended }) =>
        createRoute({
          getParentRoute: (): AnyRoute => (side === 'in' ? inside : root),
          path,
          staticData: { frame },
          component: lazyRouteComponent(extended === true ? withExtensions(load) : load, 'page'),
        }) as unknown as AnyRoute,
      );
  // What nobody knows is said inside of the shell, in the reader's language, with the way to everything else.
  const unknown = createRoute({ getParentRoute: (): AnyRoute => inside, path: '$', component: NotFoundPage }) as unknown as AnyRoute;
  return createRouter({
    routeTree: root.addChildren([...routes('out'), inside.addChildren([...routes('in'), unknown]) as AnyRoute]),
    context: { client },
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultPreload: 'intent',
    defaultPendingComponent: LoadingState,
    defaultErrorComponent: ({ error, reset }) => <FailedState error={error} onRetry={reset} />,
  });
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    readonly frame?: Frame;
  }
}
