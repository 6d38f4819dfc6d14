import type { Wire } from '@/api/http';
import { changesOf, previewChange } from './change';
import { type AccessPlan, distinct, keyOf, type Named } from './plan';

/** What a plan would do for one person. */
export interface Effect {
  readonly user: Named;
  readonly ownerName: string;
  readonly gains: readonly Named[];
  /** How many in all; the list may be cut. */
  readonly gainCount: number;
  readonly losses: readonly Named[];
  readonly lossCount: number;
}

/** Asks the server who would gain and who would lose what; nothing is changed. */
export async function effectsOf(plan: AccessPlan, signal: AbortSignal): Promise<Effect[]> {
  const answers = await Promise.all(changesOf(plan).map((change) => previewChange(change, signal)));
  return mergeEffects(answers.flatMap(({ preview }) => (preview.users ?? []).map(effectOf)));
}

export function effectOf(user: Wire<'AffectedUser'>): Effect {
  return {
    user: { id: user.user ?? { entityType: 'USER', id: '' }, name: user.email },
    ownerName: user.ownerName ?? '',
    gains: user.gains ?? [],
    gainCount: user.gainCount ?? 0,
    losses: user.losses ?? [],
    lossCount: user.lossCount ?? 0,
  };
}

/** One line per person, however many parts of a plan concern him; what one part takes and another gives stays. */
export function mergeEffects(effects: readonly Effect[]): Effect[] {
  const people = new Map<string, Effect>();
  for (const effect of effects) {
    const key = keyOf(effect.user.id);
    const before = people.get(key);
    people.set(key, before === undefined ? effect : together(before, effect));
  }
  return [...people.values()]
    .filter(({ gainCount, lossCount }) => gainCount + lossCount > 0)
    .sort((a, b) => b.lossCount - a.lossCount || a.user.name.localeCompare(b.user.name));
}

function together(a: Effect, b: Effect): Effect {
  const allGains = distinct([...a.gains, ...b.gains]);
  const allLosses = distinct([...a.losses, ...b.losses]);
  const gains = without(allGains, allLosses);
  const losses = without(allLosses, allGains);
  const hidden = (sum: number, shown: number) => Math.max(0, sum - shown);
  return {
    ...a,
    gains,
    losses,
    gainCount: gains.length + hidden(a.gainCount, a.gains.length) + hidden(b.gainCount, b.gains.length),
    lossCount: losses.length + hidden(a.lossCount, a.losses.length) + hidden(b.lossCount, b.losses.length),
  };
}

function without(things: readonly Named[], others: readonly Named[]): Named[] {
  const keys = new Set(others.map(({ id }) => keyOf(id)));
  return things.filter(({ id }) => !keys.has(keyOf(id)));
}
