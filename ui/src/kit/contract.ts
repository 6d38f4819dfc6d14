import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Area } from '@/lib/text/area';

/** A text that is known before the reader is: an area with one of its keys. Make one with {@link label}. */
export interface Label {
  readonly area: Area<string>;
  readonly key: string;
}

export function label<K extends string>(texts: Area<K>, key: K): Label {
  return { area: texts as unknown as Area<string>, key };
}

/**
 * What stands around a page.
 * - `shell`: navigation and header; asks for a sign-in.
 * - `dashboard`: as `shell`, but alone on the screen when the address has `full`, or the user always sees dashboards so.
 * - `open`: nothing around it and no sign-in asked (signing in itself).
 */
export type Frame = 'shell' | 'dashboard' | 'open';

/** One page of the app. A feature exports its pages; `app/pages.ts` lists the features. */
export interface Page {
  /** A path of the router, parameters with a dollar sign: `/dashboards/$dashboardId`. */
  readonly path: string;
  readonly frame: Frame;
  /** Loads the component; pages are chunks of their own. Parameters by `useParams({ strict: false })`. */
  readonly load: () => Promise<{ readonly page: ComponentType }>;
  /** Shows entities with the actions and tabs that features add to them. */
  readonly extended?: true;
}

export type Section = 'work' | 'things' | 'people' | 'system';

/** One entry of the navigation. */
export interface MenuEntry {
  readonly to: string;
  readonly label: Label;
  readonly icon: LucideIcon;
  readonly section: Section;
  /** Shown only to who may read this kind of resource; everybody sees an entry without one. */
  readonly resource?: string;
  /** Shown only to these kinds of users. */
  readonly authorities?: readonly ('SYS_ADMIN' | 'TENANT_ADMIN' | 'CUSTOMER_USER')[];
}
