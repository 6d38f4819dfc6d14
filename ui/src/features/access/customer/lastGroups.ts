import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { EntityRef } from '@/lib/entity';
import type { GroupChoice } from '../model/plan';

/**
 * The groups of the customer that was added just before: the next one in a row most likely belongs there, too. On another
 * page they are forgotten, as nobody would remember why they are filled in.
 */
export function useLastGroups(owner: EntityRef | undefined) {
  const client = useQueryClient();
  const router = useRouter();
  const key = ['access', 'lastGroups', owner?.id];
  return {
    groups: client.getQueryData<readonly GroupChoice[]>(key),
    keep: (groups: readonly GroupChoice[]) => {
      client.setQueryData(key, groups);
      const stop = router.subscribe('onBeforeNavigate', ({ pathChanged }) => {
        if (!pathChanged) return;
        client.removeQueries({ queryKey: key });
        stop();
      });
    },
  };
}
