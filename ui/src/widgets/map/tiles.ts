/** The installation's tile server, if it is an address of tiles; null for the base map that we draw. */
export function tileAddress(url: string | null | undefined): string | null {
  const isTiles = /^https?:\/\/[^\s"'<>]+$/.test(url ?? '') && ['{z}', '{x}', '{y}'].every((part) => url?.includes(part));
  return isTiles && url ? url : null;
}
