import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLive } from '@/api/useLive';
import type { EntityKind } from '../contract';

/**
 * Asks for the lists of a kind anew when the user may read more or fewer of it than before: what came, went, was shared, or is
 * not shared any more. The server counts again within a second of a change of access.
 */
export function useLiveTotal(kind: EntityKind): void {
  const live = useLive();
  const client = useQueryClient();
  useEffect(() => {
    let isFirst = true;
    return live.subscribe({ type: 'ENTITY_COUNT', query: { entityFilter: { type: 'entityType', entityType: kind } } }, () => {
      if (!isFirst) {
        void client.invalidateQueries({ queryKey: [kind] });
        void client.invalidateQueries({ queryKey: ['groups', kind] });
      }
      isFirst = false;
    });
  }, [live, client, kind]);
}
