/** Ways in which files of spreadsheets and makers write their characters; the first is what new programs write. */
export const encodings = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be', 'windows-1250', 'windows-1251', 'shift_jis', 'gb18030'] as const;
export type Encoding = (typeof encodings)[number];

export interface Guess {
  readonly encoding: Encoding;
  /** False where another one might be meant: the reader should look at the names. */
  readonly isSure: boolean;
}

const looked = 4_096;

/** How a file writes its characters: by its first bytes, by gaps of zeros, or by what cannot be UTF-8. */
export function guessEncoding(bytes: Uint8Array): Guess {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', isSure: true };
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', isSure: true };
  const zeros = [0, 0];
  const part = bytes.subarray(0, looked);
  part.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) > part.length / 8) return { encoding: odd > even ? 'utf-16le' : 'utf-16be', isSure: true };
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { encoding: 'utf-8', isSure: true };
  } catch {
    return { encoding: 'windows-1252', isSure: false };
  }
}

export function decode(bytes: Uint8Array, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(bytes);
}
