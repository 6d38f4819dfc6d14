import type { Browser, Page } from '@playwright/test';
import { people, until, type Server } from '../e2e/server';
import { signInHere, test } from '../e2e/test';
import { idOf } from '../e2e/world';
import { head, kilobytes, median, millis, percent, quantile, row } from './figures';
import { Load } from './load';
import { countRows, framesDuring, watchNumbers, watchOpening, type Opening } from './page';
import { cards, importDevices, mapOf, nameOf, tenWidgets, tokenOf } from './world';

/** `./atrium bench web`: what a viewer waits for, in a real browser over the packaged server. Prints; asserts nothing. */
const LOADS = 10;
const SAMPLES = 200;
const CARDS = 4;
const VANS = 1_000;
const MANY = 100_000;

const only = (process.env['BENCH_WEB_PARTS'] ?? '').split(',').filter(Boolean);
const isWanted = (part: string) => only.length === 0 || only.includes(part);
const seconds = (value: number) => new Promise<void>((resolve) => void setTimeout(resolve, value * 1000));

test('bench web', async ({ browser, server }) => {
  test.setTimeout(420_000);
  head();
  if (isWanted('first')) await firstLoad(browser, server);
  const state = await signedIn(browser, server);
  const open = async () => (await browser.newContext({ storageState: state, baseURL: server.url })).newPage();
  if (isWanted('dashboard')) await dashboard(open, server);
  if (isWanted('pixel')) await publishToPixel(await open(), server);
  if (isWanted('map')) await maps(open, server);
  if (isWanted('list')) await list(await open(), server);
});

type Open = () => Promise<Page>;

async function signedIn(browser: Browser, server: Server) {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await page.goto('/login');
  await signInHere(page, people.tenant);
  const state = await context.storageState();
  await context.close();
  return state;
}

// ---- first load ------------------------------------------------------------------------------------------------

async function firstLoad(browser: Browser, server: Server): Promise<void> {
  for (const encoding of ['gzip', 'br']) {
    const context = await browser.newContext({ baseURL: server.url });
    const page = await context.newPage();
    await page.setExtraHTTPHeaders({ 'Accept-Encoding': encoding });
    const sizes: Promise<number>[] = [];
    page.on('requestfinished', (request) => sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize)));
    await page.goto('/login');
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.waitForLoadState('networkidle');
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    row(`first load to the sign-in page, ${encoding}`, kilobytes(bytes), encoding === 'gzip' ? '<= 250 kB' : `${sizes.length} files`);
    await context.close();
  }
}

// ---- a dashboard of ten widgets --------------------------------------------------------------------------------

async function dashboard(open: Open, server: Server): Promise<void> {
  const address = await tenWidgets(server, await idOf(server, 'device', 'SD-001'), await idOf(server, 'device', 'WM-003'));
  const opened = async (page: Page, read: () => Promise<Opening>) => {
    await page.goto(address);
    return read();
  };
  const cold: Opening[] = [];
  const warm: Opening[] = [];
  for (let load = 0; load <= LOADS; load++) {
    const page = await open();
    const read = await watchOpening(page, 10);
    const first = await opened(page, read);
    await page.goto('about:blank');
    const second = await opened(page, read);
    // The first load of all warms the server up.
    if (load > 0) {
      cold.push(first);
      warm.push(second);
    }
    await page.context().close();
  }
  const show = (what: string, openings: readonly Opening[], part: keyof Opening, target = '') =>
    row(`dashboard of 10 widgets, ${what}`, millis(median(openings.map((each) => each[part]))), target);
  show('first paint, empty browser cache, p50', cold, 'firstPaint', '<= 1 s');
  show('all frames on the screen, empty browser cache, p50', cold, 'frames');
  show('all widgets filled, empty browser cache, p50', cold, 'filled');
  show('first paint, again, p50', warm, 'firstPaint', '<= 1 s');
  show('all widgets filled, again, p50', warm, 'filled');
}

// ---- publish to pixel ------------------------------------------------------------------------------------------

async function publishToPixel(page: Page, server: Server): Promise<void> {
  await importDevices(server, 'counter', CARDS);
  const devices = await Promise.all(Array.from({ length: CARDS }, (_, index) => idOf(server, 'device', nameOf('counter', index))));
  const load = await Load.open(server.url);
  const post = (sample: number) => load.post(tokenOf('counter', sample % CARDS), { counter: 100_000 + sample });
  await page.goto(await cards(server, devices));
  for (let card = 0; card < CARDS; card++) post(card);
  const values = 'section[data-widget="value-card"] div';
  await page.locator(values).filter({ hasText: /100.?003/ }).first().waitFor();
  const read = await watchNumbers(page, values);
  const sent = new Map<string, number>();
  for (let sample = CARDS; sample < CARDS + SAMPLES; sample++) {
    sent.set(String(100_000 + sample), performance.timeOrigin + performance.now());
    post(sample);
    // A card changes every 300 to 500 ms, more slowly than the least time between two updates of a subscription.
    await seconds(0.075 + Math.random() * 0.05);
  }
  await seconds(1);
  const seen = await read();
  const latencies = [...sent].flatMap(([text, at]) => (seen[text] === undefined ? [] : [seen[text] - at]));
  const share = `${latencies.length} of ${sent.size} seen`;
  row('publish to pixel, over the HTTP device API, p50', millis(median(latencies)), share);
  row('publish to pixel, p99', millis(quantile(latencies, 0.99)), '<= 100 ms');
  load.close();
  await page.context().close();
}

// ---- a thousand markers ----------------------------------------------------------------------------------------

async function maps(open: Open, server: Server): Promise<void> {
  await importDevices(server, 'van', VANS);
  const load = await Load.open(server.url);
  const start = Date.now();
  const post = (van: number, second: number) => load.post(tokenOf('van', van), positionOf(van, second));
  for (let van = 0; van < VANS; van++) post(van, 0);
  await until(20_000, () => load.outcome().answered === VANS);
  for (const [marker, length] of [
    ['dot', 30],
    ['picture', 15],
  ] as const) {
    const page = await open();
    const rows = await countRows(page);
    await page.goto(await mapOf(server, 'van', marker));
    await page.locator('section[data-widget="map"] canvas').first().waitFor();
    await seconds(2);
    const still = await framesDuring(page, () => seconds(4));
    const stop = load.everySecond(VANS, (van, second) => post(van, Math.floor((Date.now() - start) / 1000) + second));
    await seconds(2);
    const before = await rows();
    const frames = await framesDuring(page, () => seconds(length));
    const updates = ((await rows()) - before) / length;
    stop();
    const what = `map of ${VANS} moving ${marker}s`;
    row(`${what}, frames dropped in ${length} s`, percent(frames.dropped), `<= 5 %; standing still ${percent(still.dropped)}`);
    row(`${what}, frame p99 / worst`, `${millis(frames.p99)} / ${millis(frames.worst)}`, `${Math.round(updates)} rows/s arrived`);
    await page.context().close();
  }
  const { sent, answered, refused } = load.outcome();
  row('posts of the vans, sent / answered / refused', `${sent} / ${answered} / ${refused}`);
  load.close();
}

/** Somewhere in a district, going round in small circles. */
function positionOf(van: number, second: number) {
  const [line, place] = [Math.floor(van / 40), van % 40];
  const angle = second / 8 + van;
  return {
    latitude: Number((40.74 + line * 0.0009 + Math.sin(angle) * 0.0004).toFixed(6)),
    longitude: Number((-74.0 + place * 0.0012 + Math.cos(angle) * 0.0005).toFixed(6)),
    speed: 20 + ((van + second) % 40),
  };
}

// ---- a long list -----------------------------------------------------------------------------------------------

async function list(page: Page, server: Server): Promise<void> {
  const started = Date.now();
  await importDevices(server, 'load', MANY);
  row(`list of ${MANY} devices, import of them`, `${((Date.now() - started) / 1000).toFixed(1)} s`);
  const shown = (name: string) => page.getByRole('row').filter({ hasText: name }).first().waitFor();
  await page.goto('/devices');
  await page.getByRole('row').nth(2).waitFor();
  const first: number[] = [];
  const search: number[] = [];
  for (let load = 0; load < 5; load++) {
    await page.goto('about:blank');
    await page.goto('/devices?q=load&sort=name', { waitUntil: 'commit' });
    await shown(nameOf('load', 0));
    first.push(await page.evaluate(() => performance.now()));
    const field = page.getByRole('searchbox').first();
    const asked = Date.now();
    await field.fill(`load 09${load}077`);
    await shown(nameOf('load', 90_077 + load * 1000));
    search.push(Date.now() - asked);
  }
  row('the list, from the address to its first page, p50', millis(median(first)));
  row('the list, from the typed word to what it finds, p50', millis(median(search)));
  await page.goto('/devices');
  await page.getByRole('row').nth(2).waitFor();
  const frame = page.locator('table').first().locator('..');
  await frame.hover();
  const frames = await framesDuring(page, async () => {
    const end = Date.now() + 10_000;
    while (Date.now() < end) {
      await page.mouse.wheel(0, 120);
      await seconds(0.016);
    }
  });
  row('the list scrolled with the wheel, frames dropped in 10 s', percent(frames.dropped), `<= 5 %; p99 ${millis(frames.p99)}`);
  const jumps: number[] = [];
  for (const share of [0.5, 0.9, 0.2, 0.99]) {
    const asked = Date.now();
    await frame.evaluate((element, to) => element.scrollTo(0, element.scrollHeight * to), share);
    await page.waitForFunction(() => {
      const rows = [...document.querySelectorAll('tbody tr:not([aria-hidden])')];
      return rows.length > 5 && rows.every((each) => each.querySelector('.mantine-Skeleton-root') === null);
    });
    jumps.push(Date.now() - asked);
  }
  row('the list, a jump to somewhere else until its rows stand, p50', millis(median(jumps)));
  await page.context().close();
}
