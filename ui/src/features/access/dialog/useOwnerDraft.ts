import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type EntityHandle, sameEntity } from '@/lib/entity';
import { allAlong, type Along, alongOf } from '../fields/ContainedPicker';
import { ownerChange } from '../model/change';
import type { GroupChoice, Named, OwnerStep } from '../model/plan';
import { type Contained, containedQuery, factsQuery } from '../model/queries';

/** The owner and the groups as they are, and as they are to be. */
export interface OwnerDraft {
  readonly owner: Named | undefined;
  readonly isNewOwner: boolean;
  readonly groups: readonly GroupChoice[];
  readonly along: Along;
  readonly contained: { readonly data: Contained | undefined; readonly error: unknown };
  readonly setOwner: (owner: Named) => void;
  readonly setGroups: (groups: readonly GroupChoice[]) => void;
  readonly setAlong: (along: Along) => void;
  /** Whether devices are among what moves. */
  readonly hasDevices: boolean;
  readonly newCredentials: boolean;
  readonly setNewCredentials: (on: boolean) => void;
  /** What is to be done; undefined while nothing differs. */
  readonly step: OwnerStep | undefined;
  /** New groups under the owner that stays. */
  readonly regroup: boolean;
  readonly isPending: boolean;
  readonly error: unknown;
}

/** Keeps what the owner part of a dialog says. Several things with different owners start without one. */
export function useOwnerDraft(things: readonly EntityHandle[], on: boolean): OwnerDraft {
  const single = things.length === 1;
  const facts = useQuery({ ...factsQuery(things[0]?.id), enabled: on && single });
  const [picked, setPicked] = useState<Named>();
  const [pickedGroups, setGroups] = useState<readonly GroupChoice[]>();
  const [along, setAlong] = useState(allAlong);
  const [newCredentials, setNewCredentials] = useState(false);

  const present = single ? ownerOf(facts.data) : commonOwner(things);
  const owner = picked ?? present;
  const isNewOwner = picked !== undefined && !sameEntity(picked.id, present?.id);
  const groups = pickedGroups ?? (isNewOwner ? [] : (facts.data?.groups ?? []));
  const bare = isNewOwner
    ? ownerChange({ chosen: things, contained: [], owner: picked, groups: [] })
    : undefined;
  const contained = useQuery(containedQuery(bare));
  const taken = isNewOwner ? alongOf(contained.data, along) : [];
  const hasDevices = [...things, ...taken].some(({ id }) => id.entityType === 'DEVICE');
  const renews = isNewOwner && hasDevices && newCredentials;
  const step =
    owner !== undefined && (isNewOwner || pickedGroups !== undefined)
      ? { chosen: things, contained: taken, owner, groups, newCredentials: renews }
      : undefined;
  return {
    owner,
    isNewOwner,
    groups,
    along,
    contained,
    setOwner: (next) => {
      setPicked(next);
      setGroups(undefined);
      setAlong(allAlong);
    },
    setGroups,
    setAlong,
    hasDevices,
    newCredentials,
    setNewCredentials,
    step,
    regroup: step !== undefined && !isNewOwner,
    isPending: (on && single && facts.isPending) || (isNewOwner && contained.isPending),
    error: facts.error,
  };
}

function ownerOf(
  facts: { readonly ownerId: Named['id']; readonly ownerName: string } | undefined,
): Named | undefined {
  return facts === undefined ? undefined : { id: facts.ownerId, name: facts.ownerName };
}

function commonOwner(things: readonly EntityHandle[]): Named | undefined {
  const [first] = things;
  if (first?.ownerId === undefined || !things.every(({ ownerId }) => sameEntity(ownerId, first.ownerId)))
    return undefined;
  return { id: first.ownerId, name: first.ownerName ?? '' };
}
