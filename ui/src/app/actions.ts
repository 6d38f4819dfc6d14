import type { Extensions } from '@/entities/contract';

/** What features add to the pages of entities: actions of rows, bars and drawers, and tabs of the drawer. */
export const extensions: Extensions = {
  actions: [],
  tabs: [],
};
