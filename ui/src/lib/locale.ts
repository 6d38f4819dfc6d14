import { createContext, use, useMemo } from 'react';
import { type Area, type Language, midSentence, type Translate, translate } from './text/area';

/** How texts, dates and numbers are written for the reader. */
export interface Locale {
  readonly language: Language;
  /** A BCP 47 tag, for dates and numbers. */
  readonly tag: string;
  /** An IANA zone. */
  readonly zone: string;
}

export const browserLocale: Locale = {
  language: languageOf(typeof navigator === 'undefined' ? 'en' : navigator.language),
  tag: typeof navigator === 'undefined' ? 'en' : navigator.language,
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
};

/** The language of a tag such as de_AT or en-GB; English when we have no catalogue for it. */
export function languageOf(tag: string | undefined): Language {
  return tag?.toLowerCase().startsWith('de') === true ? 'de' : 'en';
}

export const LocaleContext = createContext<Locale>(browserLocale);

export function useLocale(): Locale {
  return use(LocaleContext);
}

/** The texts of an area in the reader's language: `const t = useText(devicesText); t('title', {name})`. */
export function useText<K extends string>(texts: Area<K>): Translate<K> {
  const { language } = useLocale();
  return useMemo(() => (key, params) => translate(texts, language, key, params), [texts, language]);
}

/** Writes a word as it stands inside a sentence of the reader's language. */
export function useMidSentence(): (word: string) => string {
  const { language } = useLocale();
  return (word) => midSentence(language, word);
}
