import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Who may import whom; the twin of the server's ArrowsTest. A feature sees no other feature. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  kit: ['lib'],
  api: ['lib'],
  testing: ['lib'],
  widgets: ['kit', 'api', 'lib'],
  entities: ['kit', 'api', 'lib'],
  rules: ['kit', 'api', 'lib'],
  dashboards: ['widgets/contract', 'entities', 'kit', 'api', 'lib'],
  features: ['entities', 'dashboards', 'widgets/chart', 'widgets/contract', 'kit', 'api', 'lib'],
  app: ['features', 'dashboards', 'widgets', 'entities', 'rules', 'kit', 'api', 'lib'],
};

const maxLines = 400;
// A catalogue grows with the app and has no logic.
const catalogue = /^lib\/text\//;
const generated = 'api/schema.ts';
const root = import.meta.dirname;

interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const sources: readonly Source[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && path !== generated && path !== 'tidy.test.ts')
  .map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { path, text, imports: importsOf(path, text) };
  });

/** The imported files of ours, relative to src. */
function importsOf(path: string, text: string): string[] {
  const names = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  return names.flatMap((name) => {
    if (name.startsWith('@/')) return [name.slice(2)];
    if (!name.startsWith('.')) return [];
    return [relative(root, resolve(root, dirname(path), name))];
  });
}

function areaOf(path: string): string {
  return path.split('/')[0] ?? '';
}

function featureOf(path: string): string | undefined {
  return path.startsWith('features/') ? path.split('/')[1] : undefined;
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}

function isAllowed(from: string, to: string): boolean {
  if (isTest(from) && areaOf(to) === 'testing') return true;
  const [here, there] = [featureOf(from), featureOf(to)];
  if (here !== undefined && there !== undefined) return here === there;
  if (areaOf(from) === areaOf(to)) return true;
  return (arrows[areaOf(from)] ?? []).some((allowed) => to === allowed || to.startsWith(`${allowed}/`) || to.startsWith(`${allowed}.`));
}

describe('the sources', () => {
  it('were seen', () => {
    expect(sources.length).toBeGreaterThan(30);
    expect(new Set(sources.map(({ path }) => areaOf(path)))).toContain('kit');
  });

  it('keep to the arrows', () => {
    const broken = sources.flatMap(({ path, imports }) =>
      imports.filter((to) => !isAllowed(path, to)).map((to) => `${path} -> ${to}`),
    );
    expect(broken).toEqual([]);
  });

  it('stay within their size', () => {
    const long = sources.filter(({ path, text }) => !catalogue.test(path) && text.split('\n').length > maxLines).map(({ path }) => path);
    expect(long).toEqual([]);
  });

  it.each([
    ['any', /[:<,|&]\s*any\b(?!\w)|\bas any\b/],
    ['default exports', /^export default/m],
    ['suppressed types', /@ts-(ignore|nocheck|expect-error)/],
    ['skipped tests', /\b(it|test|describe)\.(skip|only|todo)\b/],
    ['unsanitised markup', /dangerouslySetInnerHTML|\.innerHTML\s*=|insertAdjacentHTML|document\.write/],
    ['code from text', /\beval\(|new Function\(/],
    ['lists that stay open over what is below', /<(MultiSelect|TagsInput)\b/],
    ['direct storage of credentials', /localStorage|sessionStorage/],
  ])('have no %s', (_, banned) => {
    const allowed = ['kit/SafeHtml.tsx', 'kit/MultiPick.tsx', 'kit/TagsPick.tsx'];
    const found = sources.filter(({ path, text }) => !allowed.includes(path) && banned.test(code(text))).map(({ path }) => path);
    expect(found).toEqual([]);
  });
});

function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}
