import { useQueryClient } from '@tanstack/react-query';
import { useJobs } from '@/kit/jobs';
import { useOutcome } from '@/kit/outcome';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';
import type { Undo } from '../model/change';
import type { Named } from '../model/plan';
import { refreshAll } from '../model/queries';
import { applyAll, type Whole } from './AccessDialog';

/** So many things are changed and previewed in one call; more are changed in the background, so many at a time. */
export const manyThings = 100;

/** Makes the change of a dialog of very many things, some at a time; what was done can be taken back as a whole. */
export function useManyChanges(things: readonly Named[], title: string, onClose: () => void): (whole: Whole) => void {
  const t = useText(accessText);
  const client = useQueryClient();
  const start = useJobs();
  const didSomething = useOutcome();
  return ({ plan, regrouped }) => {
    const undos: Undo[] = [];
    start({
      title,
      items: things,
      nameOf: ({ name }) => name,
      size: manyThings,
      step: async (some) => undos.push(await applyAll(forSome({ plan, regrouped }, some))),
      told: (count) => t('changedMany', { count }),
      onEnd: () => void refreshAll(client),
      undo: async () => {
        while (undos.length > 0) await undos.pop()?.();
      },
    });
    didSomething();
    onClose();
  };
}

/** The same change for other things; what they contain stays as it is. */
function forSome({ plan: { owner, share }, regrouped }: Whole, some: readonly Named[]): Whole {
  const chosen = { chosen: some, contained: [] };
  return {
    plan: {
      owner: owner && { ...owner, ...chosen },
      share: share && { ...share, things: some },
    },
    regrouped: regrouped && { ...regrouped, ...chosen },
  };
}
