import { queryOptions, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Problem } from '@/lib/problem';
import { call, send, setCsrf, type Wire } from './http';

/** Who is signed in, as the cookie says. */
export interface Session {
  readonly csrfToken: string;
  readonly userId: string;
  readonly expiresAt: number;
  /** Address of the installation's map tiles; empty for none. */
  readonly mapTiles?: string | null;
  /** Set while an administrator looks on as somebody else: everything is read-only then. */
  readonly viewingAs?: {
    readonly userId: string;
    readonly name: string;
    readonly until: number;
    /** Who looks on. */
    readonly by: string;
  };
}

function keep(answer: unknown): Session {
  const session = answer as Session;
  setCsrf(session.csrfToken);
  return session;
}

/** The session of the cookie, or null. An access token that ran out is renewed without asking. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    for (const [method, address] of [['get', '/api/session'], ['post', '/api/session/refresh']] as const) {
      try {
        return keep(await send(method, address));
      } catch (error) {
        if (!(error instanceof Problem && (error.status === 401 || error.status === 403))) throw error;
      }
    }
    return null;
  },
  staleTime: Infinity,
  retry: false,
});

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => call('get', '/api/auth/user'),
  staleTime: 60_000,
});

export const abilitiesQuery = queryOptions({
  queryKey: ['abilities'],
  queryFn: () => call('get', '/api/permissions/allowedPermissions'),
  staleTime: 60_000,
});

/** The session if it is known; pages behind the sign-in have it loaded before they show. */
export function useSession(): Session | null | undefined {
  return useQuery({ ...sessionQuery, enabled: false }).data;
}

/** The signed-in user; only on pages behind the sign-in, where it is already loaded. */
export function useMe(): Wire<'User'> {
  return useSuspenseQuery(meQuery).data;
}

/** Opens a session by one of the calls of the session contract. */
export function openSession(address: SessionCall, body: object): Promise<Session> {
  return send('post', address, body).then(keep);
}

export type SessionCall =
  | '/api/session'
  | '/api/session/activate'
  | '/api/session/resetPassword'
  | '/api/session/viewAs';

/** After a change of who is signed in nothing of the former user may stay in the cache. */
export function useSessionChange(): (session: Session | null) => void {
  const client = useQueryClient();
  return (session) => {
    client.clear();
    client.setQueryData(sessionQuery.queryKey, session);
  };
}
