/** Words of other products' catalogues in stored texts: `{i18n:widgets.maps.layer.roadmap}`. */

const WORD = /\{i18n:([\w.-]{1,200})\}/g;

/** Puts readable words in the place of names that only another product's catalogue knows; leaves everything else as it is. */
export function withOwnWords<T>(value: T): T {
  return read(value) as T;
}

function read(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.includes('{i18n:') ? value.replace(WORD, (_whole, name: string) => wordsOf(name)) : value;
  }
  if (Array.isArray(value)) {
    const next = value.map(read);
    return next.some((each, index) => each !== value[index]) ? next : value;
  }
  if (typeof value === 'object' && value !== null) {
    const next = Object.entries(value).map(([key, each]) => [key, read(each), each] as const);
    return next.some(([, made, each]) => made !== each) ? Object.fromEntries(next.map(([key, made]) => [key, made])) : value;
  }
  return value;
}

/** `device.device-type` reads as "Device type". */
function wordsOf(name: string): string {
  const last = name.slice(name.lastIndexOf('.') + 1);
  const words = last.replace(/[-_]+/g, ' ').replace(/([a-z])([A-Z])/g, (_whole, one: string, two: string) => `${one} ${two.toLowerCase()}`).trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
