import { useMemo } from 'react';
import { useLocale } from '@/lib/locale';
import type { WriteNumber } from './pattern';

/** Writes numbers in the reader's form; with a number of digits exactly so many. */
export function writerOf(tag: string): WriteNumber {
  const formats = new Map<string, Intl.NumberFormat>();
  return (value, decimals) => {
    const key = String(decimals ?? '');
    let format = formats.get(key);
    if (!format) {
      format = new Intl.NumberFormat(tag, {
        maximumFractionDigits: decimals ?? 2,
        minimumFractionDigits: decimals === undefined ? 0 : decimals,
      });
      formats.set(key, format);
    }
    return format.format(value);
  };
}

export function useWrite(): WriteNumber {
  const { tag } = useLocale();
  return useMemo(() => writerOf(tag), [tag]);
}
