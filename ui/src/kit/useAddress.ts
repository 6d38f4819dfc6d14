import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Search } from '@/lib/address';

export type ChangeAddress = (patch: Readonly<Record<string, string | undefined>>, keepHistory?: boolean) => void;

/**
 * What stands behind the question mark, and how to change it. Filters, tabs and the search text live here and nowhere
 * else, so that reload, Back and a copied link show the same page. An undefined value removes its name.
 */
export function useAddress(): readonly [Search, ChangeAddress] {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback<ChangeAddress>(
    (patch, keepHistory = true) => {
      void navigate({
        to: '.',
        search: (former: Search) => ({ ...former, ...patch }) as never,
        replace: !keepHistory,
      });
    },
    [navigate],
  );
  return [search, change];
}
