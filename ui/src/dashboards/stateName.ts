import type { DashboardState } from './model';
import type { KnownEntity } from './useSources';

/** The name of a state, with the name of its entity in it; empty as long as that is not known. */
export function stateName(state: DashboardState, entity: KnownEntity | undefined): string {
  const values: Readonly<Record<string, string>> = { entityName: entity?.name ?? '', entityLabel: entity?.label ?? '' };
  return state.name.replace(/\$\{(?:\w+:)?(entityName|entityLabel)\}/g, (_whole, name: string) => values[name] ?? '').trim();
}
