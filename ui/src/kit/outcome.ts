import { createContext, use } from 'react';

/** Tells who opened a dialog that it did something; one that is closed without a word was cancelled. */
export const OutcomeContext = createContext<() => void>(() => undefined);

export function useOutcome(): () => void {
  return use(OutcomeContext);
}
