import { call } from '@/api/http';
import type { EntityRef } from '@/lib/entity';

/** Opens an account once. */
export interface ActivationLink {
  readonly value: string;
  readonly until: number;
}

export function linkOf(link: { readonly value: string; readonly ttlMs?: number | null }): ActivationLink {
  return { value: link.value, until: Date.now() + (link.ttlMs ?? 0) };
}

export async function activationLink(userId: string): Promise<ActivationLink> {
  return linkOf(await call('get', '/api/user/{userId}/activationLinkInfo', { path: { userId } }));
}

/** What the form of a new user says. */
export interface NewUser {
  readonly owner: EntityRef;
  readonly name: string;
  readonly email: string;
  readonly groupId: string | undefined;
  readonly landing: Landing;
  /** Whether he is to read the landing dashboard by a share of his own. */
  readonly shareLanding: boolean;
}

export interface Landing {
  readonly dashboardId: string | undefined;
  readonly fullScreen: boolean;
}

export async function addUser({ owner, name, email, groupId, landing }: NewUser): Promise<EntityRef> {
  const ofCustomer = owner.entityType === 'CUSTOMER';
  const saved = await call('post', '/api/user', {
    query: { entityGroupIds: groupId === undefined ? [] : [groupId], sendActivationMail: false },
    body: {
      email: email.trim(),
      ...namesOf(name),
      authority: ofCustomer ? 'CUSTOMER_USER' : 'TENANT_ADMIN',
      ...(ofCustomer ? { customerId: owner } : {}),
      additionalInfo: landingInfo(landing),
    },
  });
  return saved.id;
}

function landingInfo({ dashboardId, fullScreen }: Landing) {
  return dashboardId === undefined
    ? {}
    : { defaultDashboardId: dashboardId, defaultDashboardFullscreen: fullScreen };
}

/** "Emma Johnson": the last word is the family name. */
export function namesOf(name: string): { readonly firstName?: string; readonly lastName?: string } {
  if (name.trim() === '') return {};
  const words = name.trim().split(/\s+/);
  const last = words.length > 1 ? words.pop() : undefined;
  return { firstName: words.join(' '), ...(last === undefined ? {} : { lastName: last }) };
}

/** Whether a text can be an address; the server has the last word. */
export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text.trim());
}
