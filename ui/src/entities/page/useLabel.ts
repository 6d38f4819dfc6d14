import { useCallback } from 'react';
import type { Label } from '@/kit/contract';
import { useLocale } from '@/lib/locale';
import { translate } from '@/lib/text/area';

/** Writes labels that were given as values in the reader's language. */
export function useLabel(): (label: Label) => string {
  const { language } = useLocale();
  return useCallback(({ area, key }) => translate(area, language, key), [language]);
}
