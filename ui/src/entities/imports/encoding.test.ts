import { describe, expect, it } from 'vitest';
import { decode, guessEncoding } from './encoding';

const bytes = (...values: readonly number[]) => Uint8Array.from(values);
const utf16 = (text: string, isLittle: boolean) =>
  Uint8Array.from([...text].flatMap((letter) => {
    const code = letter.charCodeAt(0);
    return isLittle ? [code & 255, code >> 8] : [code >> 8, code & 255];
  }));

describe('the encoding of a file', () => {
  it('is UTF-8 where the bytes are', () => {
    const file = new TextEncoder().encode('name\nKühlraum');
    expect(guessEncoding(file)).toEqual({ encoding: 'utf-8', isSure: true });
  });

  it('is the Western code page of Windows where they cannot be, and says that this is a guess', () => {
    // "Kühlraum" as older spreadsheets save it.
    const file = bytes(0x4b, 0xfc, 0x68, 0x6c, 0x72, 0x61, 0x75, 0x6d);
    const guess = guessEncoding(file);
    expect(guess).toEqual({ encoding: 'windows-1252', isSure: false });
    expect(decode(file, guess.encoding)).toBe('Kühlraum');
  });

  it.each([true, false])('is UTF-16 with and without its mark, little endian: %s', (isLittle) => {
    const text = 'name;label\nKühlraum;3';
    const encoding = isLittle ? 'utf-16le' : 'utf-16be';
    expect(guessEncoding(utf16(text, isLittle)).encoding).toBe(encoding);
    expect(guessEncoding(utf16(`\uFEFF${text}`, isLittle)).encoding).toBe(encoding);
    expect(decode(utf16(text, isLittle), encoding)).toBe(text);
  });
});
