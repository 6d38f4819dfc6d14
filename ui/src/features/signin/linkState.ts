import { useQuery } from '@tanstack/react-query';
import { Problem } from '@/lib/problem';

/** What the server says of a link: it works, its time is over, or it was used or never existed. */
export type LinkState = 'good' | 'expired' | 'unknown';

/** Asks the server about a link without using it up. It answers by where it would lead a browser. */
export function useLinkState(path: '/api/noauth/activate' | '/api/noauth/resetPassword', name: string, token: string) {
  return useQuery({
    queryKey: ['link', path, token],
    queryFn: async (): Promise<LinkState> => {
      if (token === '') return 'unknown';
      const response = await fetch(`${path}?${name}=${encodeURIComponent(token)}`, { credentials: 'omit' }).catch(() => {
        throw new Problem(0, '');
      });
      if (response.url.includes('Expired')) return 'expired';
      if (response.status === 429 || response.status >= 500) throw new Problem(response.status, response.statusText);
      return response.status >= 400 && !response.redirected ? 'unknown' : 'good';
    },
    staleTime: Infinity,
    retry: false,
  });
}
