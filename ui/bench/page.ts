/** Clocks inside of the page that is measured. */
import type { Page } from '@playwright/test';
import { quantile } from './figures';

export interface Frames {
  /** Frames that the display would have shown and the page did not, of all. */
  readonly dropped: number;
  readonly p99: number;
  readonly worst: number;
  readonly count: number;
}

/** One frame of a display that shows 60 a second, as headless Chromium has. */
const FRAME_MS = 1000 / 60;

/** Looks at the frames of a page for a while, during which something may be done to it. */
export async function framesDuring(page: Page, work: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const watched = window as unknown as { atriumFrames: number[] | null };
    const times: number[] = [];
    watched.atriumFrames = times;
    const step = (time: number) => {
      times.push(time);
      if (watched.atriumFrames === times) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  await work();
  const times = await page.evaluate(() => {
    const watched = window as unknown as { atriumFrames: number[] | null };
    const taken = watched.atriumFrames ?? [];
    watched.atriumFrames = null;
    return taken;
  });
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const missed = gaps.reduce((sum, gap) => sum + (gap > FRAME_MS * 1.5 ? Math.round(gap / FRAME_MS) - 1 : 0), 0);
  return { dropped: missed / Math.max(1, missed + gaps.length), p99: quantile(gaps, 0.99), worst: Math.max(...gaps), count: gaps.length };
}

/** Counts the rows that arrive over the live socket; for pages that are opened afterwards. */
export async function countRows(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const counted = window as unknown as { atriumRows: number };
    counted.atriumRows = 0;
    const Plain = window.WebSocket;
    window.WebSocket = class extends Plain {
      constructor(url: string | URL) {
        super(url);
        this.addEventListener('message', ({ data }: MessageEvent<string>) => {
          counted.atriumRows += data.split('"entityId"').length - 1;
        });
      }
    };
  });
  return () => page.evaluate(() => (window as unknown as { atriumRows: number }).atriumRows);
}

export interface Opening {
  readonly firstPaint: number;
  readonly frames: number;
  readonly filled: number;
}

/** Notes when a dashboard's frames stood and when all its widgets had their data; for pages opened afterwards. */
export async function watchOpening(page: Page, widgets: number): Promise<() => Promise<Opening>> {
  await page.addInitScript((wanted) => {
    const noted = window as unknown as { atriumOpening: { frames: number; filled: number } };
    noted.atriumOpening = { frames: 0, filled: 0 };
    const isFilled = (card: Element) =>
      card.querySelector('.mantine-Skeleton-root, [aria-busy="true"]') === null &&
      (card.querySelector('canvas') !== null || (card.textContent ?? '').trim() !== '');
    const look = () => {
      const cards = [...document.querySelectorAll('section[data-widget]')];
      const now = performance.now();
      if (cards.length === wanted && noted.atriumOpening.frames === 0) noted.atriumOpening.frames = now;
      if (cards.length === wanted && cards.every(isFilled)) noted.atriumOpening.filled = now;
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, widgets);
  return async () => {
    await page.waitForFunction(() => (window as unknown as { atriumOpening: { filled: number } }).atriumOpening.filled > 0);
    return page.evaluate(() => {
      const { atriumOpening } = window as unknown as { atriumOpening: { frames: number; filled: number } };
      const paint = performance.getEntriesByName('first-contentful-paint')[0];
      return { ...atriumOpening, firstPaint: paint?.startTime ?? Number.NaN };
    });
  };
}

/**
 * Notes when numbers come onto the page, by their text without separators: the moment of the frame after the change of
 * the document, so up to one frame later than a viewer sees it.
 */
export async function watchNumbers(page: Page, selector: string): Promise<() => Promise<Readonly<Record<string, number>>>> {
  await page.evaluate((where) => {
    const seen: Record<string, number> = {};
    (window as unknown as { atriumSeen: Record<string, number> }).atriumSeen = seen;
    const note = () => {
      const found = [...document.querySelectorAll(where)].map((each) => (each.textContent ?? '').replaceAll(/\D/g, ''));
      const news = found.filter((text) => !(text in seen));
      if (news.length === 0) return;
      news.forEach((text) => void (seen[text] = Number.POSITIVE_INFINITY));
      requestAnimationFrame(() => news.forEach((text) => void (seen[text] = performance.timeOrigin + performance.now())));
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, selector);
  return () => page.evaluate(() => (window as unknown as { atriumSeen: Record<string, number> }).atriumSeen);
}
