import { assetKind } from './asset';
import type { EntityKind } from './contract';
import { customerKind } from './customer';
import { dashboardKind } from './dashboard';
import type { EntityDescriptor } from './descriptor';
import { deviceKind } from './device';
import { userKind } from './user';

/** The kinds that have a page: one line each. */
export const kinds: readonly EntityDescriptor[] = [deviceKind, assetKind, customerKind, userKind, dashboardKind];

export function descriptorOf(kind: EntityKind | string): EntityDescriptor | undefined {
  return kinds.find((each) => each.kind === kind);
}
