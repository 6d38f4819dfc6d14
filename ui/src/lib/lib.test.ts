import { describe, expect, it } from 'vitest';
import { parseSearch, safeReturn, stringifySearch } from './address';
import { csvLine } from './csv';
import { flagField, textField } from './entity';
import { distance, formatsOf } from './format';
import { parseExact, writeExact } from './json';
import { languageOf } from './locale';
import { failureOf, Problem } from './problem';
import { parseSort, sortText } from './rows';
import { readValue, typedText } from './values';

describe('addresses', () => {
  it('keep texts as texts and leave out what is not set', () => {
    expect(parseSearch('?q=007&sort=-name')).toEqual({ q: '007', sort: '-name' });
    expect(stringifySearch({ q: 'a&b', page: undefined, empty: '' })).toBe('?q=a%26b');
    expect(stringifySearch({})).toBe('');
  });

  it('lead back only into this app', () => {
    expect(safeReturn('/devices?q=1')).toBe('/devices?q=1');
    for (const foreign of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/login', undefined]) {
      expect(safeReturn(foreign)).toBe('/');
    }
  });
});

describe('JSON', () => {
  it('keeps whole numbers exact, and texts as they are', () => {
    const text = '{"a":9007199254740993,"b":[-9223372036854775808],"c":"9007199254740993","d":1.5e300,"e":"\\"12345678901234567890"}';
    const read = parseExact(text);
    expect(read).toEqual({ a: 9007199254740993n, b: [-9223372036854775808n], c: '9007199254740993', d: 1.5e300, e: '"12345678901234567890' });
    expect(parseExact(writeExact(read))).toEqual(read);
    const long = JSON.stringify({ picture: 'x\\"'.repeat(1_000_000), n: 0.017453292519943295 });
    expect(parseExact(`{"n":9007199254740993,"other":${long}}`)).toMatchObject({ n: 9007199254740993n, other: { n: 0.017453292519943295 } });
    expect(writeExact({ a: 9007199254740993n })).toBe('{"a":9007199254740993}');
    expect(writeExact({ a: 9007199254740993n }, 2)).toBe('{\n  "a": 9007199254740993\n}');
  });

  it('takes no stored text for a number, whatever it begins with', () => {
    const text = String.raw`{"n":9007199254740993,"a":"\u0000int:5","b":"\u0000int:x"}`;
    expect(parseExact(text)).toEqual({ n: 9007199254740993n, a: '\u0000int:5', b: '\u0000int:x' });
    expect(parseExact(writeExact(parseExact(text)))).toEqual(parseExact(text));
  });

  it('reads what somebody types exactly to 64 bits, and keeps what is longer as text', () => {
    expect(readValue('9007199254740993')).toBe(9007199254740993n);
    expect(readValue('89010303310033979663')).toBe('89010303310033979663');
    expect(readValue(typedText('12E5'))).toBe('12E5');
    expect(readValue('21.50')).toBe(21.5);
  });
});

describe('CSV', () => {
  it('quotes what needs it and defuses formulas', () => {
    expect(csvLine(['a,b', 'say "x"', 3, null, true])).toBe('"a,b","say ""x""",3,,true');
    expect(csvLine(['=1+1', '@cmd', '-5', '+4.2', '-cmd'])).toBe("'=1+1,'@cmd,-5,+4.2,'-cmd");
  });
});

describe('formats', () => {
  const formats = formatsOf({ language: 'de', tag: 'de-DE', zone: 'Europe/Berlin' });

  it('write dates in the zone of the reader and numbers in his form', () => {
    expect(formats.moment(Date.UTC(2026, 0, 2, 23, 30))).toBe('03.01.2026, 00:30:00');
    expect(formats.number(1234.567)).toBe('1.234,57');
  });

  it('tell spans in their largest unit', () => {
    expect(distance(-59_000)).toEqual({ value: -59, unit: 'second' });
    expect(distance(-3_600_000 * 5)).toEqual({ value: -5, unit: 'hour' });
    expect(distance(86_400_000 * 400)).toEqual({ value: 1, unit: 'year' });
    expect(formats.relative(0, 180_000)).toBe('vor 3 Minuten');
  });
});

describe('small words', () => {
  it('read free JSON without trusting it', () => {
    expect(textField({ lang: 'de_DE' }, 'lang')).toBe('de_DE');
    expect(textField({ lang: 3 }, 'lang')).toBeUndefined();
    expect(textField(null, 'lang')).toBeUndefined();
    expect(flagField({ on: 'true' }, 'on')).toBe(false);
  });

  it('know failures by their status', () => {
    expect(failureOf(new Problem(403, ''))).toBe('denied');
    expect(failureOf(new Problem(404, ''))).toBe('missing');
    expect(failureOf(new Problem(0, ''))).toBe('offline');
    expect(failureOf(new TypeError('x'))).toBe('broken');
  });

  it('write a sort order into the address and read it back', () => {
    const sort = { by: 'name', descending: true };
    expect(parseSort(sortText(sort), { by: 'x', descending: false })).toEqual(sort);
    expect(parseSort(undefined, sort)).toBe(sort);
  });

  it('know the language of a tag', () => {
    expect(languageOf('de_AT')).toBe('de');
    expect(languageOf('fr')).toBe('en');
  });
});
