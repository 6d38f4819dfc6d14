import { createContext, use } from 'react';
import type { LiveSocket } from './live';

type Live = Pick<LiveSocket, 'subscribe' | 'getState' | 'onState'>;

const silent: Live = {
  subscribe: () => () => undefined,
  getState: () => IDLE,
  onState: () => () => undefined,
};

const IDLE = { phase: 'idle', reason: '' } as const;

/** The live socket of the session; outside of a session one that stays silent. */
export const LiveContext = createContext<Live>(silent);

export function useLive(): Live {
  return use(LiveContext);
}
