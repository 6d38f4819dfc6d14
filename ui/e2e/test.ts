import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, expect, type Page, test as base } from '@playwright/test';
import { password, Server } from './server';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a page did that no page may do. */
export interface Faults {
  readonly list: string[];
}

interface AxeResults {
  violations: { id: string; impact: string | null; nodes: { target: string[]; failureSummary?: string }[] }[];
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

export const test = base.extend<Fixtures, { server: Server }>({
  server: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern.
    async ({}, provide) => {
      const server = await Server.start();
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

/** Waits until nothing is loading any more. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy="true"], .mantine-Skeleton-root:visible')).toHaveCount(0);
}

/** Everything that axe has against a page, by rule and element. What floats above the page belongs to no part of it. */
export async function axe(page: Page): Promise<string[]> {
  await page.mouse.move(0, 0);
  await page.evaluate(axeSource);
  const results = (await page.evaluate(async () => {
    const engine = (window as unknown as { axe: { run: (root: Document, options: object) => Promise<unknown> } }).axe;
    const found = (await engine.run(document, { resultTypes: ['violations'] })) as AxeResults;
    const floats = (target: string | undefined) => target !== undefined && document.querySelector(target)?.closest('[data-portal]');
    for (const violation of found.violations) {
      if (violation.id === 'region') violation.nodes = violation.nodes.filter(({ target }) => !floats(target[0]));
    }
    return found;
  })) as AxeResults;
  return results.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`.replaceAll(/\s+/g, ' ')),
  );
}

/** Counts the clicks that a hand would have to make (lessons-dashboards 6.8): presses of the mouse, nothing else. */
export async function countClicks(page: Page): Promise<{ count: () => number }> {
  let clicks = 0;
  await page.exposeBinding('atriumClick', () => void (clicks += 1));
  const listen = () => {
    document.addEventListener(
      'pointerdown',
      (event) => {
        if (event.isTrusted && event.button === 0) (window as unknown as { atriumClick: () => void }).atriumClick();
      },
      true,
    );
  };
  await page.addInitScript(listen);
  await page.evaluate(listen);
  return { count: () => clicks };
}

export { expect };
