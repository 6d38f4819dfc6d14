import { createContext, type ReactNode, use } from 'react';

/** What the app offers to pages that stand alone on the screen, so that they can place it in their own toolbar. */
export interface Chrome {
  /** The page stands alone: no header and navigation around it. */
  readonly alone: boolean;
  /** The menu with profile and sign-out. */
  readonly account: ReactNode;
  readonly signOut: () => void;
}

export const ChromeContext = createContext<Chrome>({ alone: false, account: null, signOut: () => undefined });

export function useChrome(): Chrome {
  return use(ChromeContext);
}
