import type { Extensions } from '@/entities/contract';
import { accessActions, accessTabs } from '@/features/access/actions';
import { historyTabs } from '@/features/history/actions';

/** What features add to the pages of entities: actions of rows, bars and drawers, and tabs of the drawer. */
export const extensions: Extensions = {
  actions: [...accessActions],
  tabs: [...accessTabs, ...historyTabs],
};
