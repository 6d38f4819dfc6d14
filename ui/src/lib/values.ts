/** A value of an attribute or a reading, as JSON knows it. */
export type Value = string | number | boolean | object | null;

/** A value as one line of text. */
export function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * What somebody typed, as a value: true, false, numbers and JSON as such, everything else as text. Quotes keep a number
 * a text. Undefined: it begins like JSON and is none.
 */
export function readValue(typed: string): Value | undefined {
  const text = typed.trim();
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text)) && exact(text)) return Number(text);
  if (!/^["[{]/.test(text)) return typed;
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

/** A whole number beyond what a double holds would be saved as another one; it stays a text. */
function exact(text: string): boolean {
  return !/^-?\d+$/.test(text) || Number.isSafeInteger(Number(text));
}

/** How a value is shown in an input, so that reading it again gives the same. */
export function typedText(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const read = readValue(value);
  return read === value ? value : JSON.stringify(value);
}
