import type { Page } from '@playwright/test';
import { removeCustomers } from './before';
import { Hand, Tally, wholeLesson } from './hand';
import { renterWalks } from './matrix';
import { refuses } from './refusals';
import { emma, jack, type Renter } from './renters';
import { password, people } from './server';
import { expect, test } from './test';
import { expectState } from './world';

test.use({ world: 'lesson' });
test.describe.configure({ mode: 'serial', timeout: 180_000 });
test.beforeAll(({ server }) => removeCustomers(server));

const tally = new Tally();
const links = new Map<Renter, string>();

test('an administrator does the lesson the short way', async ({ signIn }) => {
  const page = await signIn(people.tenant, { permissions: ['clipboard-read', 'clipboard-write'] });
  const hand = await Hand.on(page);

  tally.add('T1 two customers', await hand.count(() => addCustomers(hand)));
  tally.add('T2 share the dashboard', await hand.count(() => shareDashboard(hand)));
  tally.add('T3+T5 owners of offices and sensors', await hand.count(() => giveOffices(hand)));
  // The list of assets, which is still open, has an owner column.
  const seen = await hand.count(async () => {
    for (const { office, customer } of [emma, jack]) await expect(hand.row(office)).toContainText(customer);
  });
  tally.add('T6 check the offices', seen);
  tally.add('T7 share Building A', await hand.count(() => shareBuilding(hand)));
  tally.add('T4 check the sensors', await hand.count(() => checkSensors(hand)));
  tally.add('T8 two users', await hand.count(() => addUsers(hand)));
});

async function addCustomers(hand: Hand): Promise<void> {
  await hand.go('Customers');
  for (const { customer } of [emma, jack]) {
    await hand.page.getByRole('button', { name: 'Add customer' }).first().click();
    await hand.type('Name', customer);
    if (customer === emma.customer) {
      await hand.page.keyboard.press('Tab');
      await hand.page.keyboard.type('Office renters');
      await hand.page.keyboard.press('Enter');
      await expect(hand.dialog).toContainText('Will be made: Office renters');
    } else {
      await expect(hand.dialog.getByText('Office renters', { exact: true })).toBeVisible();
    }
    await hand.send('Add');
    await expect(hand.row(customer)).toContainText('Office renters');
  }
}

async function shareDashboard(hand: Hand): Promise<void> {
  await hand.go('Dashboards');
  await hand.act('Share', 'Buildings');
  await pickBoth(hand);
  await hand.send('Share');
}

async function pickBoth(hand: Hand): Promise<void> {
  await expect(hand.field('Share with')).toBeFocused();
  for (const { customer } of [emma, jack]) await hand.pick(new RegExp(`^${customer} all users$`));
}

/** The sensors go along with their office, as the dialog proposes. */
async function giveOffices(hand: Hand): Promise<void> {
  await hand.go('Assets');
  for (const { office, customer, sensors } of [emma, jack]) {
    await hand.act('Manage owner and groups', office);
    await expect(hand.field('Owner')).toBeFocused();
    await hand.pick(customer);
    for (const [name] of sensors) await expect(hand.dialog.getByRole('checkbox', { name })).toBeChecked();
    await hand.send('Update');
    await expect(hand.row(office)).toContainText(customer);
  }
}

async function shareBuilding(hand: Hand): Promise<void> {
  await hand.act('Share', 'Building A');
  await pickBoth(hand);
  await hand.send('Share');
}

async function checkSensors(hand: Hand): Promise<void> {
  await hand.go('Devices');
  for (const { sensors, customer } of [emma, jack]) {
    for (const [name] of sensors) await expect(hand.row(name)).toContainText(customer);
  }
}

async function addUsers(hand: Hand): Promise<void> {
  await hand.go('Customers');
  for (const renter of [emma, jack]) {
    await hand.act('Add user', renter.customer);
    await hand.type('Name', renter.name);
    await hand.page.keyboard.press('Tab');
    await hand.type('E-mail', renter.email);
    await expect(hand.field('Role')).toHaveValue('Customer Users');
    const landing = hand.field('Landing dashboard');
    if ((await landing.inputValue()) !== 'Buildings') await hand.choose('Landing dashboard', 'Buildings');
    await expect(hand.dialog.getByRole('switch', { name: 'Always full screen' })).toBeChecked();
    await hand.press('Add');
    const link = hand.dialog.getByTestId('activation-link');
    await expect(link).toBeVisible();
    links.set(renter, await link.innerText());
    expect(await hand.page.evaluate(() => navigator.clipboard.readText())).toBe(links.get(renter));
    await hand.send('Done');
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
  expect(tally.lines.size).toBe(9);
  expect(tally.sum).toBeLessThanOrEqual(wholeLesson);
});

async function activate(page: Page): Promise<void> {
  await expect(page.getByLabel('New password')).toBeFocused();
  await page.keyboard.type(password);
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Repeat the password')).toBeFocused();
  await page.keyboard.type(password);
  await page.getByRole('button', { name: 'Create password' }).click();
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
  await expect(page.getByRole('status').filter({ hasText: emma.name })).toBeVisible();
  await renterWalks(page, emma);
  await page.getByRole('button', { name: 'Back to my view' }).click();
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Users', exact: true })).toBeVisible();
});

for (const renter of [emma, jack]) {
  test(`${renter.name} sees the own office and nothing of others`, async ({ signIn, server }) => {
    const page = await signIn(renter.email);
    await renterWalks(page, renter);
    await refuses(page, server, renter);
  });
}
