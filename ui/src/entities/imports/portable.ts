/** What a dashboard is at the place where it lies: who holds it and since when. */
const BOUND: ReadonlySet<string> = new Set([
  'id', 'createdTime', 'version', 'tenantId', 'customerId', 'ownerId', 'ownerName', 'groups', 'assignedCustomers', 'name',
]);

/** The part of a dashboard that goes along with it to another place: all of it, also what only others know. */
export function portable(dashboard: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(dashboard).filter(([field, value]) => !BOUND.has(field) && value !== null && value !== undefined));
}
