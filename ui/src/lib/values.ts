import { parseExact, writeExact } from './json';

/** A value of an attribute or a reading, as JSON knows it. */
export type Value = string | number | bigint | boolean | object | null;

/** What the server knows a value to be. */
export type ValueType = 'BOOLEAN' | 'LONG' | 'DOUBLE' | 'STRING' | 'JSON';

/** The value that a text of the wire stands for. */
export function valueOf(text: string, type: ValueType): Value {
  switch (type) {
    case 'BOOLEAN':
      return text === 'true';
    case 'LONG':
      return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
    case 'DOUBLE':
      return Number(text);
    case 'STRING':
      return text;
    case 'JSON':
      return parseExact(text) as Value;
  }
}

/** A value as one line of text. */
export function valueText(value: unknown): string {
  return typeof value === 'string' ? value : writeExact(value);
}

/**
 * What somebody typed, as a value: true, false, numbers and JSON as such, everything else as text. Quotes keep a number
 * a text. Undefined: it begins like JSON and is none.
 */
export function readValue(typed: string): Value | undefined {
  const text = typed.trim();
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?(0|[1-9]\d*)$/.test(text)) return wholeNumber(text);
  if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text))) return Number(text);
  if (!/^["[{]/.test(text)) return typed;
  try {
    return parseExact(text) as Value;
  } catch {
    return undefined;
  }
}

/** Whole numbers are exact to 64 bits; a longer one would be saved as another one, and stays a text. */
function wholeNumber(text: string): Value {
  const whole = BigInt(text);
  if (BigInt.asIntN(64, whole) !== whole) return text;
  return Number.isSafeInteger(Number(text)) ? Number(text) : whole;
}

/** How a value is shown in an input, so that reading it again gives the same. */
export function typedText(value: unknown): string {
  if (typeof value !== 'string') return writeExact(value);
  const read = readValue(value);
  return read === value ? value : JSON.stringify(value);
}
