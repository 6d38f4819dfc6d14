import type { Page } from '@playwright/test';
import { removeCustomers } from './before';
import { answered, expectDarkInTime, Watched } from './dark';
import { Hand, Tally, wholeLesson } from './hand';
import { pins, renterWalks, rowsOf } from './matrix';
import { fetchIn, ownThings, readsOf, refuses } from './refusals';
import { emma, jack, type Renter } from './renters';
import { password, people } from './server';
import { expect, test } from './test';
import { expectState, openRow } from './world';

test.use({ world: 'lesson' });
test.describe.configure({ mode: 'serial', timeout: 180_000 });
test.beforeAll(({ server }) => removeCustomers(server));

const tally = new Tally();
const links = new Map<Renter, string>();

test('an administrator does the lesson the short way', async ({ signIn }) => {
  const page = await signIn(people.tenant, { permissions: ['clipboard-read', 'clipboard-write'] });
  const hand = await Hand.on(page);

  tally.add('T1-T3, T5, T7, T8 a sheet for each of two customers', await hand.count(() => addCustomers(hand)));
  tally.add('T6 check the offices', await hand.count(() => checkOffices(hand)));
  tally.add('T4 check the sensors', await hand.count(() => checkSensors(hand)));
});

/** Everything that a renter gets in one sheet: his group, his office with its sensors, what he may read, and his account. */
async function addCustomers(hand: Hand): Promise<void> {
  await hand.go('Customers');
  for (const renter of [emma, jack]) {
    await hand.page.getByRole('button', { name: 'Add customer' }).first().click();
    await hand.type('Name', renter.customer);
    if (renter === emma) {
      await hand.page.keyboard.press('Tab');
      await hand.page.keyboard.type('Office renters');
      await hand.page.keyboard.press('Enter');
      await expect(hand.dialog).toContainText('Will be made: Office renters');
    } else {
      await expect(hand.dialog.getByText('Office renters', { exact: true })).toBeVisible();
    }
    await hand.choose('Owns', renter.office);
    for (const [name] of renter.sensors) await expect(hand.dialog.getByRole('checkbox', { name })).toBeChecked();
    await hand.choose('May also read', 'Buildings', 'Building A');
    const first = hand.dialog.getByRole('group', { name: 'First user' });
    await first.getByRole('textbox', { name: 'Name' }).click();
    await hand.page.keyboard.type(renter.name);
    await hand.page.keyboard.press('Tab');
    await hand.page.keyboard.type(renter.email);
    await expect(hand.field('Landing dashboard')).toHaveValue('Buildings');
    await expect(hand.dialog.getByRole('switch', { name: 'Always full screen' })).toBeChecked();
    await hand.page.keyboard.press('Enter');
    const link = hand.dialog.getByTestId('activation-link');
    await expect(link).toBeVisible();
    links.set(renter, await link.innerText());
    expect(await hand.page.evaluate(() => navigator.clipboard.readText())).toBe(links.get(renter));
    await expect(hand.dialog.getByRole('button', { name: 'Done' })).toBeFocused();
    await hand.page.keyboard.press('Enter');
    await expect(hand.dialog).toHaveCount(0);
    await expect(hand.row(renter.customer)).toContainText('Office renters');
  }
}

async function checkOffices(hand: Hand): Promise<void> {
  await hand.go('Assets');
  for (const { office, customer } of [emma, jack]) await expect(hand.row(office)).toContainText(customer);
}

async function checkSensors(hand: Hand): Promise<void> {
  await hand.go('Devices');
  for (const { sensors, customer } of [emma, jack]) {
    for (const [name] of sensors) await expect(hand.row(name)).toContainText(customer);
  }
}

test('Emma and Jack open their accounts and live in their dashboard', async ({ visit }) => {
  let clicks = 0;
  for (const renter of [emma, jack]) {
    const page = await visit();
    await page.goto(links.get(renter) ?? '');
    const hand = await Hand.on(page);
    // Opening the link is a click, wherever it was sent to.
    clicks += 1 + (await hand.count(() => activate(page)));
    if (renter === emma) tally.add('T9 look as Emma', await hand.count(() => lookAround(page)));
  }
  tally.add('T8b two activations', clicks);
  console.log(`clicks | the whole lesson | ${tally.sum} | at most ${wholeLesson}`);
  expect(tally.lines.size).toBe(5);
  expect(tally.sum).toBeLessThanOrEqual(wholeLesson);
});

async function activate(page: Page): Promise<void> {
  await expect(page.getByLabel('New password')).toBeFocused();
  await page.keyboard.type(password);
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Repeat the password')).toBeFocused();
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/dashboards\//);
  await expectState(page, 'Buildings');
  await expect(page.getByRole('link', { name: 'Devices' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /full screen/i })).toHaveCount(0);
}

/** From the map to a sensor. */
async function lookAround(page: Page): Promise<void> {
  await page.getByRole('region', { name: /^Map/ }).getByRole('button', { name: 'Building A' }).click();
  await page.getByRole('button', { name: 'Details' }).click();
  await expectState(page, 'Building A');
  await page.getByRole('row').filter({ hasText: emma.office }).click();
  await expectState(page, emma.office);
  await page.getByRole('row').filter({ hasText: 'Indoor Air Quality Sensor' }).click();
  await expect(page.getByText('Indoor temperature').first()).toBeVisible();
}

test('the administrator sees what Emma sees in two clicks, and changes nothing', async ({ signIn }) => {
  const page = await signIn(people.tenant);
  const hand = await Hand.on(page);
  const clicks = await hand.count(async () => {
    await hand.go('Users');
    await hand.act('View as', emma.email);
    await expectState(page, 'Buildings');
  });
  console.log(`clicks | view as Emma | ${clicks} | at most 2`);
  expect(clicks).toBeLessThanOrEqual(2);
  await expect(page.getByText(`${people.tenant}, you see what ${emma.name} sees. Nothing can be changed.`)).toBeVisible();
  await renterWalks(page, emma);
  await page.getByRole('button', { name: 'Back to my view' }).click();
  await expect(page.getByRole('navigation', { name: 'Main navigation' })).toBeVisible();
});

for (const renter of [emma, jack]) {
  test(`${renter.name} sees the own office and nothing of others`, async ({ signIn, server }) => {
    const page = await signIn(renter.email);
    await renterWalks(page, renter);
    await refuses(page, server, renter);
  });
}

test('a share that is ended goes dark where it is open, and comes back with Undo', async ({ signIn }) => {
  const list = await signIn(emma.email);
  await expect(rowsOf(list, 'Buildings list')).toHaveCount(1);
  const inside = await list.context().newPage();
  await inside.goto(list.url());
  await rowsOf(inside, 'Buildings list').click();
  await expect(rowsOf(inside, 'Offices list')).toHaveCount(1);
  const others = await signIn(jack.email);
  await expect(rowsOf(others, 'Buildings list')).toHaveCount(1);
  const [onList, onInside] = [await Watched.from(list), await Watched.from(inside)];

  const hand = await Hand.on(await signIn(people.tenant));
  await hand.go('Assets');
  await openWho(hand, 'Building A');
  const dark = [onList.gone('Building A'), onInside.gone('Building A', 'Office A')];
  const answer = answered(hand.page, 'DELETE', /^\/api\/groupPermission\//);
  await endShare(hand, emma);
  await expectDarkInTime('the share of Building A', answer, dark);
  await expect(inside.getByText('Your access has ended').first()).toBeVisible();
  await expect(rowsOf(others, 'Buildings list')).toContainText('Building A');
  await expect(hand.page.getByRole('list', { name: 'Who can see this?' })).not.toContainText(emma.email);

  await undo(hand);
  await expect(hand.page.getByRole('list', { name: 'Who can see this?' })).toContainText(emma.email);
  await expect(pins(list)).toHaveText(['Building A']);
  await expect(rowsOf(list, 'Buildings list')).toContainText('Building A');
  await expect(rowsOf(inside, 'Offices list')).toContainText('Office A');
  for (const page of [onList, onInside]) await page.expectSameDocument();
});

async function openWho(hand: Hand, name: string): Promise<void> {
  await hand.row(name).getByRole('button', { name, exact: true }).click();
  await hand.tab('Who can see this?');
}

async function endShare(hand: Hand, { email }: Renter): Promise<void> {
  await hand.page.getByRole('button', { name: `End the share that lets ${email} see this` }).click();
  await hand.send('End share');
}

async function undo(hand: Hand): Promise<void> {
  await hand.page.getByRole('button', { name: 'Undo' }).click();
  await expect(hand.page.getByRole('status').filter({ hasText: 'Undone' })).toBeVisible();
}

test('a dashboard that is no longer shared goes dark as a whole', async ({ signIn }) => {
  const page = await signIn(emma.email);
  await expect(rowsOf(page, 'Buildings list')).toHaveCount(1);
  const watched = await Watched.from(page);

  const hand = await Hand.on(await signIn(people.tenant));
  await hand.go('Dashboards');
  await hand.act('Details', 'Buildings');
  await hand.tab('Who can see this?');
  const dark = watched.gone('Building A', 'Buildings list');
  const answer = answered(hand.page, 'DELETE', /^\/api\/groupPermission\//);
  await endShare(hand, emma);
  await expectDarkInTime('the share of the dashboard', answer, [dark]);
  await expect(page.getByText('Your access has ended')).toBeVisible();

  await undo(hand);
  await expect(rowsOf(page, 'Buildings list')).toContainText('Building A');
  await watched.expectSameDocument();
});

test('an office that goes back to the tenant leaves its renter, with its sensors and their history', async ({
  signIn,
  server,
}) => {
  const page = await signIn(emma.email);
  for (const name of ['Building A', emma.office]) await openRow(page, name);
  await expect(rowsOf(page, 'Office sensors list')).toHaveCount(emma.sensors.length);
  const sensor = await page.context().newPage();
  await sensor.goto(page.url());
  await openRow(sensor, 'Indoor Air Quality Sensor');
  await expect(sensor.getByText('Indoor temperature').first()).toBeVisible();
  const [onOffice, onSensor] = [await Watched.from(page), await Watched.from(sensor)];
  const own = await ownThings(server, emma);
  for (const thing of own) {
    for (const path of readsOf(thing)) expect((await fetchIn(page, 'GET', path)).status, path).toBe(200);
  }

  const hand = await Hand.on(await signIn(people.tenant));
  await hand.go('Assets');
  await hand.act('Access', emma.office);
  await hand.choose('Owner', 'Demo');
  for (const [name] of emma.sensors) await expect(hand.dialog.getByRole('checkbox', { name })).toBeChecked();
  await expect(hand.dialog.getByRole('region', { name: 'What will change' })).toContainText(/emma@.*loses.*SD-001.*Office A/s);
  const dark = [onOffice.gone(emma.office, 'Energy Meter', 'SD-001'), onSensor.gone('Indoor Air Quality Sensor', 'SD-001')];
  const answer = answered(hand.page, 'POST', /^\/api\/access\/change$/);
  await hand.send('Apply');
  await expectDarkInTime('the owner of Office A', answer, dark);
  for (const each of [page, sensor]) await expect(each.getByText('Your access has ended').first()).toBeVisible();
  for (const thing of own) {
    for (const path of readsOf(thing)) expect((await fetchIn(page, 'GET', path)).status, path).toBe(404);
  }

  await undo(hand);
  await expect(rowsOf(page, 'Office sensors list')).toHaveCount(emma.sensors.length);
  for (const each of [onOffice, onSensor]) await each.expectSameDocument();
});
