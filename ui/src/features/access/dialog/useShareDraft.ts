import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Along, alongOf, noneAlong } from '../fields/ContainedPicker';
import { endOf } from '../fields/EndDate';
import { isWhole } from '../fields/RightPicker';
import { shareChange } from '../model/change';
import { isGroup, type Named, type Receiver, type Right, type ShareStep } from '../model/plan';
import { type Contained, containedQuery } from '../model/queries';

/** With whom to share, how and until when. */
export interface ShareDraft {
  readonly receivers: readonly Receiver[];
  readonly right: Right;
  readonly until: string;
  readonly along: Along;
  readonly contained: { readonly data: Contained | undefined; readonly error: unknown };
  readonly setReceivers: (receivers: readonly Receiver[]) => void;
  readonly setRight: (right: Right) => void;
  readonly setUntil: (day: string) => void;
  readonly setAlong: (along: Along) => void;
  /** What is to be done; undefined while nobody is chosen. */
  readonly step: ShareStep | undefined;
}

/** Keeps what the share part of a dialog says. What is contained stays out unless asked for: it may belong to others. */
export function useShareDraft(things: readonly Named[]): ShareDraft {
  const [receivers, setReceivers] = useState<readonly Receiver[]>([]);
  const [right, setRight] = useState<Right>({ kind: 'read' });
  const [until, setUntil] = useState('');
  const [along, setAlong] = useState(noneAlong);
  const ready = receivers.length > 0 && isWhole(right);
  const bare = ready && !things.some(isGroup) ? shareChange({ things, receivers, right }) : undefined;
  const contained = useQuery({ ...containedQuery(bare), placeholderData: keepPreviousData });
  const step = ready
    ? { things: [...things, ...alongOf(contained.data, along)], receivers, right, until: endOf(until) }
    : undefined;
  return { receivers, right, until, along, contained, setReceivers, setRight, setUntil, setAlong, step };
}
