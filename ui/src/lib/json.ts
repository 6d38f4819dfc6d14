/** JSON whose whole numbers stay what they are, also beyond those that a number of the browser holds exactly. */

/** Stands before the digits of a long number while it is a text. Nobody can guess it, so no text that somebody stores begins so. */
const MARK = `int-${[...crypto.getRandomValues(new Uint32Array(3))].join('-')}:`;
const MARKED = new RegExp(`"${MARK}(-?\\d+)"`, 'g');

/** So many digits may be more than a number holds; those behind a point are no matter. */
const LONG = /(?<![\d.])\d{16,}(?![\d.eE])/;

/** The texts of a document, which stay as they are, and its whole numbers of so many digits. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Reads JSON; whole numbers beyond 2^53 become a bigint. */
export function parseExact(text: string): unknown {
  if (!LONG.test(text)) return JSON.parse(text);
  const marked = text.replace(TOKEN, (token) => (/^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${MARK}${token}"` : token));
  return JSON.parse(marked, (_key, value: unknown) => (typeof value === 'string' && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value));
}

/** Writes JSON; a bigint is a number in it. `space` indents it for readers. */
export function writeExact(value: unknown, space?: number): string {
  let isLong = false;
  const text = JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each !== 'bigint') return each;
    isLong = true;
    return `${MARK}${each}`;
  }, space);
  return isLong ? text.replaceAll(MARKED, '$1') : text;
}
