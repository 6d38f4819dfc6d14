import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import { createContext, use } from 'react';
import type { Operation } from '@/api/abilities';
import type { Label } from '@/kit/contract';
import type { EntityHandle, EntityRef } from '@/lib/entity';

/** The kinds of entity that have a page in the console. */
export type EntityKind =
  | 'DEVICE' | 'ASSET' | 'CUSTOMER' | 'USER' | 'DASHBOARD' | 'ROLE' | 'ENTITY_GROUP' | 'DEVICE_PROFILE' | 'ASSET_PROFILE';

export interface ActionDialogProps {
  /** What was chosen; empty for a page action. */
  readonly selection: readonly EntityHandle[];
  /** The kind of the page, also for groups: then `selection` holds ENTITY_GROUP ids of groups of this kind. */
  readonly kind: EntityKind;
  /** The customer whose page this is; undefined on the pages of the user's own owner. */
  readonly owner?: EntityRef | undefined;
  readonly onClose: () => void;
}

/**
 * Where an action appears.
 * - `row`: an icon at the end of a row, shown on hover and focus; `more`: in the row's menu.
 * - `drawer`: a button on top of the details.
 * - `bulk`: in the bar that appears while rows are selected.
 * - `group`: in the row of a group on the Groups tab and in its drawer.
 * - `page`: beside the page's title, with an empty selection.
 */
export type ActionPlace = 'row' | 'more' | 'drawer' | 'bulk' | 'group' | 'page';

/** Something to do with entities, which a feature brings along. `app/actions.ts` lists them. */
export interface EntityAction {
  readonly id: string;
  readonly label: Label;
  readonly icon: LucideIcon;
  readonly kinds: readonly EntityKind[];
  readonly places: readonly ActionPlace[];
  /** Needed on the kind by a generic role; without it the action is absent. */
  readonly operation?: Operation;
  readonly danger?: boolean;
  /** May be started for one entity from anywhere, also by an address: its dialog asks before it does anything. */
  readonly anywhere?: true;
  /** Loads the dialog when the action is used for the first time. */
  readonly load: () => Promise<{ readonly dialog: ComponentType<ActionDialogProps> }>;
}

export interface TabProps {
  readonly entity: EntityHandle;
  readonly kind: EntityKind;
}

/** A tab of the details drawer, which a feature brings along. */
export interface EntityTab {
  readonly id: string;
  readonly label: Label;
  readonly kinds: readonly EntityKind[];
  readonly load: () => Promise<{ readonly tab: ComponentType<TabProps> }>;
}

export interface Extensions {
  readonly actions: readonly EntityAction[];
  readonly tabs: readonly EntityTab[];
}

/** What the features add to the pages of entities; filled by the app. */
export const ExtensionsContext = createContext<Extensions>({ actions: [], tabs: [] });

export function useExtensions(): Extensions {
  return use(ExtensionsContext);
}
