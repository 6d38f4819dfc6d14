import type { ReactNode } from 'react';
import { ExtensionsContext } from '@/entities/contract';
import { extensions } from './actions';

/** Gives a page what features add to entities. Loaded with the first page that shows entities, not before. */
export function Extended({ children }: { readonly children: ReactNode }) {
  return <ExtensionsContext value={extensions}>{children}</ExtensionsContext>;
}
