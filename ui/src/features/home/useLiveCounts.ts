import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { EntityCountCommand } from '@/api/liveProtocol';
import { useLive } from '@/api/useLive';

const entityFilter = { type: 'entityType', entityType: 'DEVICE' } as const;

/** All devices, and those that are active. */
const followed: readonly EntityCountCommand[] = [
  { type: 'ENTITY_COUNT', query: { entityFilter } },
  {
    type: 'ENTITY_COUNT',
    query: {
      entityFilter,
      keyFilters: [
        {
          key: { type: 'SERVER_ATTRIBUTE', key: 'active' },
          valueType: 'BOOLEAN',
          predicate: { type: 'BOOLEAN', operation: 'EQUAL', value: { defaultValue: true } },
        },
      ],
    },
  },
];

/**
 * Asks for the numbers of devices anew when devices come, go, or become active or inactive. The numbers themselves are the
 * lists' own: who may not read attributes is told by these who is active, and not by the live counts.
 */
export function useLiveCounts(): void {
  const live = useLive();
  const client = useQueryClient();
  useEffect(() => {
    const ends = followed.map((command) => {
      let isFirst = true;
      return live.subscribe(command, () => {
        if (!isFirst) {
          void client.invalidateQueries({ queryKey: ['DEVICE', 'count'] });
          void client.invalidateQueries({ queryKey: ['DEVICE', 'inactive'] });
          void client.invalidateQueries({ queryKey: ['DEVICE', 'newest'] });
        }
        isFirst = false;
      });
    });
    return () => ends.forEach((end) => end());
  }, [live, client]);
}
