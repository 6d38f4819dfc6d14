/** A text: one string with {names} in braces, or two forms chosen by the parameter `count`. */
export type Text = string | { readonly one: string; readonly other: string };

export type Language = 'en' | 'de';
export const languages: readonly { readonly value: Language; readonly label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'Deutsch' },
];

/** The texts of one area in every language. English defines the keys; the compiler demands the others. */
export interface Area<K extends string> {
  readonly en: Readonly<Record<K, Text>>;
  readonly de: Readonly<Record<K, Text>>;
}

export function area<K extends string>(texts: Area<K>): Area<K> {
  return texts;
}

export type Params = Readonly<Record<string, string | number>>;
export type Translate<K extends string> = (key: K, params?: Params) => string;

/** Picks the text of a language and fills in its parameters. A number is written in the reader's form. */
export function translate<K extends string>(texts: Area<K>, language: Language, key: K, params: Params = {}): string {
  const text = texts[language][key];
  const form = typeof text === 'string' ? text : text[pluralForm(language, params['count'])];
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value;
  });
}

function pluralForm(language: Language, count: string | number | undefined): 'one' | 'other' {
  return new Intl.PluralRules(language).select(Number(count ?? 0)) === 'one' ? 'one' : 'other';
}

/** A word as it stands inside a sentence: English writes it small, German keeps its capitals. */
export function midSentence(language: Language, word: string): string {
  return language === 'en' ? word.charAt(0).toLowerCase() + word.slice(1) : word;
}
