import type { Can } from '@/api/abilities';
import type { MenuEntry } from '@/kit/contract';

/** Whether a user may use the page of an entry. */
export function isShown({ authorities, resource }: MenuEntry, authority: string | undefined, can: Can): boolean {
  return (authorities === undefined || authorities.some((each) => each === authority)) && (resource === undefined || can('READ', resource));
}
