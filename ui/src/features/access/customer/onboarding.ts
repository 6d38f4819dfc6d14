import { queryOptions } from '@tanstack/react-query';
import { send } from '@/api/http';
import type { EntityRef } from '@/lib/entity';
import type { AccessUndo, ChangePreview, PlannedThing } from '../model/change';
import type { GroupChoice, Named } from '../model/plan';
import type { Picked } from '../fields/EntityPicker';
import { type Effect, effectOf, mergeEffects } from '../model/preview';
import type { Contained } from '../model/queries';
import { type Landing, namesOf } from '../people/account';

/** A new customer with all that comes with it, as the server takes it: everything or nothing. */
export interface Onboarding {
  readonly customer: Readonly<Record<string, unknown>>;
  readonly groupIds: readonly EntityRef[];
  readonly newGroup?: string;
  readonly things: readonly EntityRef[];
  readonly includeContained: boolean;
  readonly shares: readonly { readonly entity: EntityRef; readonly readElseWrite: boolean }[];
  readonly user?: Readonly<Record<string, unknown>>;
}

export interface Onboarded {
  readonly customer: EntityRef;
  readonly title: string;
  readonly changed: readonly Named[];
  readonly grantIds: readonly string[];
  readonly user?: EntityRef | null;
  readonly activationLink?: { readonly value: string; readonly ttlMs: number } | null;
  readonly undo: AccessUndo;
}

/** What the sheet says. */
export interface CustomerSheet {
  readonly title: string;
  readonly details: Readonly<Record<string, string>>;
  readonly owner: EntityRef | undefined;
  readonly groups: readonly GroupChoice[];
  readonly things: readonly Picked[];
  readonly shares: readonly Named[];
  readonly user: SheetUser;
}

export interface SheetUser {
  readonly name: string;
  readonly email: string;
  readonly isAdmin: boolean;
  readonly landing: Landing;
}

/** The call that a sheet comes to; `contained` are the things that follow those which were picked. */
export function onboardingOf(sheet: CustomerSheet, contained: readonly Named[]): Onboarding {
  const made = sheet.groups.find(({ id }) => id === undefined)?.name;
  return {
    customer: {
      title: sheet.title.trim(),
      ...Object.fromEntries(Object.entries(sheet.details).filter(([, value]) => value.trim() !== '')),
      ...(sheet.owner === undefined ? {} : { ownerId: sheet.owner }),
    },
    groupIds: sheet.groups.flatMap(({ id }) =>
      id === undefined ? [] : [{ entityType: 'ENTITY_GROUP', id }],
    ),
    ...(made === undefined ? {} : { newGroup: made }),
    things: [...sheet.things, ...contained].map(({ id }) => id),
    includeContained: false,
    shares: sheet.shares.map(({ id }) => ({ entity: id, readElseWrite: true })),
    ...(sheet.user.email.trim() === '' ? {} : { user: userOf(sheet.user) }),
  };
}

function userOf({ name, email, isAdmin, landing }: SheetUser) {
  return {
    email: email.trim(),
    ...namesOf(name),
    group: isAdmin ? 'Customer Administrators' : 'Customer Users',
    ...(landing.dashboardId === undefined
      ? {}
      : { defaultDashboardId: landing.dashboardId, fullScreen: landing.fullScreen }),
  };
}

export async function onboard(onboarding: Onboarding): Promise<Onboarded> {
  return (await send('post', '/api/access/customer', onboarding)) as Onboarded;
}

/** A preview is asked before the name is written; it only has to be one that nobody has. */
const previewTitle = '\u2007new customer\u2007';

/** What would follow the picked things to a customer that is not there yet, and what would stay. */
export function followersQuery(owner: EntityRef | undefined, things: readonly Named[]) {
  return queryOptions({
    queryKey: ['access', 'followers', owner?.id, things.map(({ id }) => id.id)],
    queryFn: async ({ signal }): Promise<Contained> => {
      const body: Onboarding = {
        customer: { title: previewTitle, ...(owner === undefined ? {} : { ownerId: owner }) },
        groupIds: [],
        things: things.map(({ id }) => id),
        includeContained: true,
        shares: [],
      };
      const plan = (await send('post', '/api/access/customer/preview', body, signal)) as ChangePreview;
      return { things: plan.entities.filter(({ contained }) => contained), left: plan.left };
    },
    enabled: things.length > 0,
    retry: false,
    staleTime: 10_000,
  });
}

/** What a sheet would do, before its name is written and whoever its first user is. */
export interface SheetPreview {
  readonly effects: readonly Effect[];
  /** Things that another customer has now and would lose. */
  readonly taken: readonly PlannedThing[];
}

export async function previewSheet({ user, ...sheet }: Onboarding, signal: AbortSignal): Promise<SheetPreview> {
  // Nobody who is not there yet gains or loses anything; his address may be one that is still being written.
  void user;
  const body = { ...sheet, customer: { ...sheet.customer, title: previewTitle } };
  const plan = (await send('post', '/api/access/customer/preview', body, signal)) as ChangePreview;
  return {
    effects: mergeEffects((plan.preview.users ?? []).map(effectOf)),
    taken: plan.entities.filter(({ ownerId }) => ownerId?.entityType === 'CUSTOMER'),
  };
}
