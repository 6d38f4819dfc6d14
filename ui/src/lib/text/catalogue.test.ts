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
