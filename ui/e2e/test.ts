import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, expect, type Page, test as base } from '@playwright/test';
import { removeCustomers } from './before';
import { password, Server } from './server';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a page did that no page may do. */
export interface Faults {
  readonly list: string[];
}

interface AxeResults {
  violations: { id: string; impact: string | null; nodes: { target: string[]; element: Element; failureSummary?: string }[] }[];
}

/** Notes errors of scripts, what the content policy stopped, and payloads that ran. */
export async function watch(context: BrowserContext): Promise<Faults> {
  const list: string[] = [];
  await context.exposeBinding('atriumFault', (_source, text: string) => void list.push(text));
  await context.addInitScript(() => {
    const tell = (window as unknown as { atriumFault: (text: string) => void }).atriumFault;
    document.addEventListener('securitypolicyviolation', (event) => {
      tell(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`);
    });
    (window as unknown as { pwned: (text: string) => void }).pwned = (text) => tell(`script ran: ${text}`);
  });
  context.on('weberror', (error) => list.push(`error: ${error.error().message}`));
  context.on('dialog', (dialog) => {
    list.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { list };
}

export interface Fixtures {
  /** A browser of its own with somebody signed in; nothing that it does may be a fault. */
  readonly signIn: (email: string, options?: Parameters<Browser['newContext']>[0]) => Promise<Page>;
  /** A browser that knows nobody. */
  readonly visit: (options?: Parameters<Browser['newContext']>[0]) => Promise<Page>;
}

/** What holds for all tests of a worker. */
export interface WorkerFixtures {
  /** `lesson` for stories that begin before the demo has customers: they get a server that no other story sees. */
  readonly world: 'demo' | 'lesson';
  readonly server: Server;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  world: ['demo', { option: true, scope: 'worker' }],
  server: [
    async ({ world }, provide) => {
      const server = await Server.start();
      if (world === 'lesson') await removeCustomers(server);
      await provide(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  visit: async ({ browser, server }, provide) => {
    const open: { context: BrowserContext; faults: Faults }[] = [];
    await provide(async (options) => {
      const context = await browser.newContext({ ...options, baseURL: server.url });
      const faults = await watch(context);
      open.push({ context, faults });
      return context.newPage();
    });
    for (const { context, faults } of open) {
      await context.close();
      expect.soft(faults.list, 'faults of the page').toEqual([]);
    }
  },
  signIn: async ({ visit }, provide) => {
    await provide(async (email, options) => {
      const page = await visit(options);
      await page.goto('/login');
      await signInHere(page, email);
      return page;
    });
  },
});

/** Fills in the form of the page for signing in. */
export async function signInHere(page: Page, email: string, secret = password): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
}

/** Opens an account by its link, and arrives where its user lands. */
export async function activate(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('New password').fill(password);
  await page.getByLabel('Repeat the password').fill(password);
  await page.getByRole('button', { name: 'Create password' }).click();
  await page.waitForURL(/\/dashboards\//);
}

/** Waits until nothing is loading any more. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy="true"], .mantine-Skeleton-root:visible')).toHaveCount(0);
}

/** Waits until nothing fades or slides any more; what goes round for ever does not count. */
async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    await frame();
    const ends = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(ends.map(({ finished }) => finished));
    await frame();
  });
}

/** Everything that axe has against a page, by rule and element. What floats above the page belongs to no part of it. */
export async function axe(page: Page): Promise<string[]> {
  await page.mouse.move(0, 0);
  await still(page);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  const results = (await page.evaluate(async () => {
    const engine = (window as unknown as { axe: { run: (root: Document, options: object) => Promise<unknown> } }).axe;
    // Before it looks: a menu that is just closing may be gone when it has looked.
    const floating: ReadonlySet<Element> = new Set(document.querySelectorAll('[data-portal] *'));
    const found = (await engine.run(document, { resultTypes: ['violations'], elementRef: true })) as AxeResults;
    for (const violation of found.violations) {
      if (violation.id === 'region') violation.nodes = violation.nodes.filter(({ element }) => !floating.has(element));
    }
    return found;
  })) as AxeResults;
  return results.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`.replaceAll(/\s+/g, ' ')),
  );
}

export { expect };
