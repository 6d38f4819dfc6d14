import type { PageQuery } from './descriptor';

/**
 * The query of a page for a typed call: each kind knows its sort properties by its own columns, so the type of the call
 * is met by construction and not checked again.
 */
export function sortOf(page: PageQuery) {
  const { page: number, pageSize, textSearch, sortProperty, sortOrder } = page;
  return { page: number, pageSize, textSearch, sortProperty: sortProperty as never, sortOrder };
}
