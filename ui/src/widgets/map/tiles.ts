/** A tile server, if the installation names one in the page: `<meta name="map-tiles" content="https://…/{z}/{x}/{y}.png">`. */
export interface TileServer {
  readonly url: string;
  readonly attribution: string;
}

export function tileServer(page: Document = document): TileServer | null {
  const meta = page.querySelector<HTMLMetaElement>('meta[name="map-tiles"]');
  const url = meta?.content ?? '';
  const isTiles = /^(https?:\/\/|\/)[^\s"'<>]+$/.test(url) && ['{z}', '{x}', '{y}'].every((part) => url.includes(part));
  return isTiles ? { url, attribution: meta?.dataset['attribution'] ?? '' } : null;
}
