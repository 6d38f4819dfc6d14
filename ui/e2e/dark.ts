import type { Page, Response } from '@playwright/test';
import { expect } from './test';

/** At most so long after the answer to whoever takes something back may it stay on somebody's screen. */
const darkWithinMs = 1_000;

/** A page that is open while others change what it may show. */
export class Watched {
  private constructor(readonly page: Page) {}

  /** From now on a reload would be noticed. */
  static async from(page: Page): Promise<Watched> {
    await page.evaluate(() => Object.assign(window, { neverReloaded: true }));
    return new Watched(page);
  }

  /** When some words are no longer on the page, by its own clock. */
  gone(...words: readonly string[]): Promise<number> {
    return this.page.evaluate(
      (all) =>
        new Promise<number>((resolve) => {
          const look = () => {
            const text = document.body.innerText;
            if (all.some((word) => text.includes(word))) return;
            observer.disconnect();
            resolve(Date.now());
          };
          const observer = new MutationObserver(look);
          observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
          look();
        }),
      words,
    );
  }

  async expectSameDocument(): Promise<void> {
    expect(await this.page.evaluate(() => 'neverReloaded' in window)).toBe(true);
  }
}

/** When the answer to a call that a page is about to make begins to arrive there. */
export async function answered(page: Page, method: string, path: RegExp): Promise<number> {
  const response: Response = await page.waitForResponse(
    (each) => each.request().method() === method && path.test(new URL(each.url()).pathname),
  );
  expect(response.ok(), `${method} ${path.source}`).toBe(true);
  await response.finished();
  const { startTime, responseStart } = response.request().timing();
  return startTime + responseStart;
}

/** Every one of some pages went dark in time after an answer. */
export async function expectDarkInTime(
  what: string,
  answer: Promise<number>,
  dark: readonly Promise<number>[],
): Promise<void> {
  const [start, ...ends] = await Promise.all([answer, ...dark]);
  const late = Math.max(...ends) - start;
  console.log(`dark | ${what} | ${Math.round(late)} ms after the answer | at most ${darkWithinMs}`);
  expect(late, what).toBeLessThanOrEqual(darkWithinMs);
}
