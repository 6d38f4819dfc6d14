import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { Area } from '../src/lib/text/area';
import { people } from './server';
import { expect, settled, test } from './test';
import { invite, activate, poster } from './tenants';
import { idOf } from './world';

const folder = fileURLToPath(new URL('../src/lib/text', import.meta.url));

/** English words that the demo itself stores. */
const stored = new Set(['All', 'Address']);

/** English texts that would be wrong on a German page: those that German says in other words everywhere. */
async function englishOnly(): Promise<ReadonlySet<string>> {
  const files = readdirSync(folder).filter((file) => !/^area|\.test\./.test(file));
  const areas = (await Promise.all(files.map((file) => import(`../src/lib/text/${file}`) as Promise<Record<string, Area<string>>>))).flatMap((each) =>
    Object.values(each),
  );
  const plain = (texts: Readonly<Record<string, unknown>>) =>
    Object.values(texts).filter((text): text is string => typeof text === 'string' && !text.includes('{'));
  const german = new Set(areas.flatMap(({ de }) => plain(de)));
  return new Set(areas.flatMap(({ en }) => plain(en)).filter((text) => !german.has(text) && !stored.has(text)));
}

async function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (walker.nextNode()) found.push(walker.currentNode.textContent?.trim() ?? '');
    const named = [...document.querySelectorAll('[aria-label], [title], [placeholder]')];
    for (const name of ['aria-label', 'title', 'placeholder']) found.push(...named.map((each) => each.getAttribute(name) ?? ''));
    return found;
  });
}

test('a German reader finds no English text of ours', async ({ signIn, server }) => {
  test.setTimeout(180_000);
  const english = await englishOnly();
  expect(english.size).toBeGreaterThan(300);
  expect(english).toContain('Search people');
  const token = await server.token(people.tenant);
  const groups = (await server.api(token, 'GET', '/api/entityGroups/USER/all')).json as { id: { id: string }; name: string }[];
  const group = groups.find(({ name }) => name === 'Tenant Administrators')?.id.id ?? '';
  const email = 'deutsch@demo.example';
  const user = { email, authority: 'TENANT_ADMIN', additionalInfo: { lang: 'de_DE' } };
  await activate(server, token, await poster(server, token)(`${invite}&entityGroupIds=${group}`, user));
  const page = await signIn(email);
  const device = await idOf(server, 'device', 'SD-001');
  const tabs = ['attributes', 'telemetry', 'relations', 'credentials', 'connect', 'audit', 'access'];
  const dashboard = await idOf(server, 'dashboard', 'Buildings');
  const kinds = ['devices', 'assets', 'customers', 'users', 'dashboards'];
  for (const path of [
    'home', ...kinds, ...kinds.map((kind) => `${kind}?tab=groups`), 'profiles', 'roles', 'audit', 'keys', 'profile', 'nowhere',
    ...tabs.map((tab) => `devices?open=${device}&dtab=${tab}`), `dashboards/${dashboard}`,
  ]) {
    await page.goto(`/${path}`);
    await expect(page.getByRole('heading').first()).toBeVisible();
    await settled(page);
    const texts = await textsOf(page);
    expect.soft(texts.filter((text) => english.has(text)), path).toEqual([]);
  }
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
});
