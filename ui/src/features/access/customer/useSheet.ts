import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { meQuery } from '@/api/session';
import type { EntityRef } from '@/lib/entity';
import { allAlong, type Along, alongOf } from '../fields/ContainedPicker';
import type { Picked } from '../fields/EntityPicker';
import type { GroupChoice, Named } from '../model/plan';
import type { Contained } from '../model/queries';
import {
  type CustomerSheet,
  followersQuery,
  type Onboarding,
  onboardingOf,
  type SheetUser,
} from './onboarding';
import { isEmail, type Landing } from '../people/account';
import { useLastGroups } from './lastGroups';

export interface SheetForm {
  readonly sheet: CustomerSheet;
  readonly along: Along;
  readonly followers: { readonly data: Contained | undefined; readonly error: unknown };
  readonly setTitle: (title: string) => void;
  readonly setDetail: (name: string, value: string) => void;
  readonly setGroups: (groups: readonly GroupChoice[]) => void;
  readonly setThings: (things: readonly Picked[]) => void;
  readonly setShares: (shares: readonly Named[]) => void;
  readonly setAlong: (along: Along) => void;
  readonly setUser: (user: Partial<SheetUser>) => void;
  /** Remembers the groups for a next customer. */
  readonly added: () => void;
  /** The call as far as the sheet says it, to be previewed; undefined while it changes nothing that is there. */
  readonly draft: Onboarding | undefined;
  /** The call to make; undefined while something is missing. */
  readonly onboarding: Onboarding | undefined;
}

const nobody: SheetUser = {
  name: '',
  email: '',
  isAdmin: false,
  landing: { dashboardId: undefined, fullScreen: true },
};

/** Keeps the sheet of a new customer. The groups of the one before and the first shared dashboard are filled in. */
export function useSheet(place: EntityRef | undefined): SheetForm {
  const me = useQuery(meQuery).data;
  const [title, setTitle] = useState('');
  const [details, setDetails] = useState<Readonly<Record<string, string>>>({});
  const [groups, setGroups] = useState<readonly GroupChoice[]>();
  const [things, setThings] = useState<readonly Picked[]>([]);
  const [shares, setShares] = useState<readonly Named[]>([]);
  const [along, setAlong] = useState(allAlong);
  const [user, setUser] = useState(nobody);
  const [landing, setLanding] = useState<Landing>();

  const owner = place ?? me?.ownerId;
  const last = useLastGroups(owner);
  const followers = useQuery(followersQuery(owner, things));
  const first = shares.find(({ id }) => id.entityType === 'DASHBOARD')?.id.id;
  const whole: SheetUser = { ...user, landing: landing ?? { dashboardId: first, fullScreen: true } };
  const sheet: CustomerSheet = {
    title,
    details,
    owner,
    groups: groups ?? last.groups ?? [],
    things,
    shares,
    user: whole,
  };
  const complete =
    title.trim() !== '' && owner !== undefined && (user.email.trim() === '' || isEmail(user.email));
  const settled = things.length === 0 || followers.data !== undefined;
  return {
    sheet,
    along,
    followers,
    setTitle,
    setDetail: (name, value) => setDetails({ ...details, [name]: value }),
    setGroups,
    setThings: (next) => {
      setThings(next);
      setAlong(allAlong);
    },
    setShares,
    setAlong,
    setUser: ({ landing: chosen, ...person }) => {
      if (chosen !== undefined) setLanding(chosen);
      setUser((before) => ({ ...before, ...person }));
    },
    added: () => last.keep(sheet.groups),
    draft:
      settled && owner !== undefined && things.length + shares.length > 0
        ? onboardingOf(sheet, alongOf(followers.data, along))
        : undefined,
    onboarding: complete && settled ? onboardingOf(sheet, alongOf(followers.data, along)) : undefined,
  };
}
