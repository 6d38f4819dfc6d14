import { describe, expect, it } from 'vitest';
import { type Area, area, type Text, translate } from './area';

const files = import.meta.glob<Record<string, Area<string>>>(['./*.ts', '!./area.ts', '!./*.test.ts'], { eager: true });
const areas = Object.entries(files).flatMap(([file, exports]) => Object.values(exports).map((texts) => ({ file, texts })));

function parameters(text: Text): string[] {
  const forms = typeof text === 'string' ? [text] : [text.other];
  return [...new Set(forms.flatMap((form) => [...form.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')))].sort();
}

describe('the catalogue', () => {
  it('has areas', () => expect(areas.length).toBeGreaterThan(1));

  it.each(areas)('asks for the same parameters in every language in $file', ({ texts }) => {
    for (const [key, text] of Object.entries(texts.en)) {
      expect([key, parameters(texts.de[key] ?? '')]).toEqual([key, parameters(text)]);
    }
  });

  /** One word for one thing: what a text must not say, and what it says instead. */
  const otherWords = [
    ['de', /\b(Ding|Dinge|Entität\w*)\b/, 'Objekt'],
    ['de', /\b[Gg]eteilte? (mit|Gruppen?)\b|\b[Tt]eilen\b/, 'freigeben'],
    ['de', /[Vv]erwalter\b/, 'Administrator'],
    ['de', /\b[Ff]reiwillig\b/, 'Optional'],
    ['de', /\bTelemetrie\b/, 'Messwerte'],
    ['de', /\bzurücknehmen\b/i, 'rückgängig machen'],
    ['en', /\{count\} things?\b/, 'entity'],
  ] as const;

  it.each(otherWords)('says in %s nowhere %s but %s', (language, other) => {
    const said = areas.flatMap(({ file, texts }) =>
      Object.entries(texts[language]).flatMap(([key, text]) =>
        (typeof text === 'string' ? [text] : [text.one, text.other]).filter((form) => other.test(form)).map((form) => `${file} ${key}: ${form}`),
      ),
    );
    expect(said).toEqual([]);
  });

  it('tells an asset from an entity in every language', () => {
    const texts = areas.flatMap(({ texts: { en, de } }) => Object.keys(en).map((key) => [en[key] ?? '', de[key] ?? ''] as const));
    const saying = (what: RegExp, which: 0 | 1) => texts.filter((pair) => what.test(JSON.stringify(pair[which]))).map(([en, de]) => JSON.stringify([en, de]));
    expect(saying(/\bassets?\b/i, 0).filter((pair) => !pair.includes('Asset'))).toEqual([]);
    expect(saying(/Objekt/, 1).filter((pair) => /asset/i.test(pair))).toEqual([]);
  });

  it('fills in parameters and picks the plural', () => {
    const texts = area({
      en: { devices: { one: '{count} device', other: '{count} devices' }, hello: 'Hello {name}' },
      de: { devices: { one: '{count} Gerät', other: '{count} Geräte' }, hello: 'Hallo {name}' },
    });
    expect(translate(texts, 'en', 'devices', { count: 1 })).toBe('1 device');
    expect(translate(texts, 'de', 'devices', { count: 12_000 })).toBe('12.000 Geräte');
    expect(translate(texts, 'en', 'hello', { name: '<b>{name}</b>' })).toBe('Hello <b>{name}</b>');
    expect(translate(texts, 'en', 'hello')).toBe('Hello {name}');
  });
});
