import type { Locator, Page } from '@playwright/test';
import { expect, settled } from './test';

/** Called at every place of a walk, while it is on the screen. */
export type Look = (place: string) => Promise<void>;

/** Where a walk leads: addresses, and what somebody commonly opens there. */
export interface Place {
  readonly address: string;
  readonly open?: (page: Page, look: Look) => Promise<void>;
}

const drawer = (page: Page) => page.getByRole('complementary', { name: 'Details' });
const dialog = (page: Page) => page.getByRole('dialog').last();
const firstRow = (page: Page) => page.getByRole('main').getByRole('row').nth(1);

/** Visits every place and looks at it, then at what opens there. */
export async function walk(page: Page, places: readonly Place[], look: Look): Promise<void> {
  for (const { address, open } of places) {
    await page.goto(address);
    await expect(page.getByRole('main').or(page.getByRole('heading', { level: 1 })).first()).toBeVisible();
    await settled(page);
    const here = (name: string) => look(`${address.replaceAll(/[0-9a-f-]{36}/g, '…')} ${name}`.trim());
    await here('');
    await open?.(page, here);
  }
}

/** Waits for a dialog, looks at it and closes it as a hand would. */
async function lookAtDialog(page: Page, look: Look, name: string): Promise<void> {
  await expect(dialog(page)).toBeVisible();
  await expect(page.getByRole('dialog').getByRole('status', { name: 'Loading' })).toHaveCount(0);
  await settled(page);
  await look(name);
  await closeDialog(page);
}

async function closeDialog(page: Page): Promise<void> {
  const open = page.getByRole('dialog');
  const before = await open.count();
  await dialog(page).getByRole('button', { name: /^(Close|Cancel|Done)/ }).first().click();
  await expect(open).toHaveCount(before - 1);
}

/** The dialogs behind the icons and the menu of the first row that has them. */
async function rowDialogs(page: Page, look: Look, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await page.getByRole('main').getByRole('button', { name: /^More actions: / }).first().click();
    await expect(page.getByRole('menu')).toBeVisible();
    if (name === names[0]) await look('menu of a row');
    await page.getByRole('menuitem', { name, exact: true }).click();
    await lookAtDialog(page, look, name);
  }
}

async function pageDialog(page: Page, look: Look, button: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: button, exact: true }).first().click();
  await lookAtDialog(page, look, button);
}

/** Opens the details of the first row, and looks at each tab. */
async function details(page: Page, look: Look, open: (row: Locator) => Promise<void>): Promise<void> {
  await open(firstRow(page));
  await tabsOfDrawer(page, look);
}

async function tabsOfDrawer(page: Page, look: Look): Promise<void> {
  await expect(drawer(page).getByRole('tab').first()).toBeVisible();
  for (const tab of await drawer(page).getByRole('tab').all()) {
    await tab.click();
    await settled(page);
    await look(`details, ${await tab.innerText()}`);
  }
  await page.keyboard.press('Escape');
  await expect(drawer(page)).toHaveCount(0);
}

const openName = (row: Locator) => row.getByRole('button').first().click();
const openIcon = (row: Locator) => row.getByRole('button', { name: /^Details: / }).click();

/** The Groups tab with the details of its first group, and its own dialogs. */
async function groups(page: Page, look: Look): Promise<void> {
  await page.getByRole('main').getByRole('tab', { name: 'Groups' }).click();
  await expect(firstRow(page)).toBeVisible();
  await settled(page);
  await look('groups');
  await openIcon(firstRow(page));
  await tabsOfDrawer(page, look);
  await pageDialog(page, look, 'Add group');
}

/** What is chosen, and what the bar offers for it. */
async function bulk(page: Page, look: Look): Promise<void> {
  await firstRow(page).getByRole('checkbox').click();
  const bar = page.getByRole('region', { name: /chosen/ });
  await expect(bar).toBeVisible();
  await look('chosen rows');
  await bar.getByRole('button', { name: 'Delete' }).click();
  await lookAtDialog(page, look, 'delete');
}

async function importFile(page: Page, look: Look): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: 'More actions', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Import CSV' }).click();
  await expect(dialog(page)).toBeVisible();
  await look('import, no file');
  const file = Buffer.from('name,type,label\n<img src=x onerror=pwned(1)>,default,"{{pwned(1)}}"\n,default,\n');
  await dialog(page).locator('input[type=file]').setInputFiles({ name: '<img src=x onerror=pwned(2)>.csv', mimeType: 'text/csv', buffer: file });
  await look('import, columns');
  await dialog(page).getByRole('button', { name: /^Import 2 lines/ }).click();
  await expect(dialog(page).getByText('Import finished')).toBeVisible();
  await lookAtDialog(page, look, 'import, report');
}

/** All of the console that an administrator sees. */
export function consoleOf(customer: string): readonly Place[] {
  const shareable = ['Share', 'Access', 'Manage owner and groups', 'Why / why not?', 'Add to group', 'Delete'];
  return [
    { address: '/home', open: accountMenu },
    {
      address: '/devices',
      open: async (page, look) => {
        await details(page, look, openName);
        await rowDialogs(page, look, shareable);
        await pageDialog(page, look, 'Add device');
        await importFile(page, look);
        await bulk(page, look);
        await groups(page, look);
      },
    },
    { address: '/assets', open: (page, look) => details(page, look, openName) },
    {
      address: '/customers',
      open: async (page, look) => {
        await details(page, look, openName);
        await pageDialog(page, look, 'Add customer');
        await page.getByRole('main').getByRole('tab', { name: 'Hierarchy' }).click();
        await settled(page);
        await look('hierarchy');
      },
    },
    {
      address: '/users',
      open: async (page, look) => {
        await details(page, look, openName);
        await rowDialogs(page, look, ['Enable or disable']);
        await pageDialog(page, look, 'Add user');
        await groups(page, look);
      },
    },
    {
      address: '/dashboards',
      open: async (page, look) => {
        await details(page, look, openIcon);
        await groups(page, look);
      },
    },
    { address: '/devices?q=nothing-is-called-so' },
    { address: '/devices?open=13814000-1dd2-11b2-8080-808080808080' },
    ...['devices', 'assets', 'dashboards', 'users', 'customers'].map((kind) => ({ address: `/customers/${customer}/${kind}` })),
    {
      address: '/profiles',
      open: async (page, look) => {
        await pageDialog(page, look, 'Add profile');
        await firstRow(page).getByRole('button').first().click();
        await lookAtDialog(page, look, 'edit');
        await page.getByRole('main').getByRole('tab', { name: 'Asset profiles' }).click();
        await settled(page);
        await look('assets');
      },
    },
    {
      address: '/roles',
      open: async (page, look) => {
        await pageDialog(page, look, 'Add role');
        await firstRow(page).getByRole('button').first().click();
        await lookAtDialog(page, look, 'edit');
      },
    },
    {
      address: '/audit',
      open: async (page, look) => {
        await firstRow(page).getByRole('button').first().click();
        await lookAtDialog(page, look, 'an entry');
      },
    },
    {
      address: '/keys',
      open: async (page, look) => {
        await page.getByRole('button', { name: 'Create key' }).first().click();
        await dialog(page).getByLabel('Description').fill('<img src=x onerror=pwned("key")>');
        await look('create');
        await dialog(page).getByRole('button', { name: 'Create key' }).click();
        await expect(page.getByRole('dialog', { name: 'Your new key' })).toBeVisible();
        await lookAtDialog(page, look, 'the value');
        await look('with a key');
        await firstRow(page).getByRole('button', { name: /^Delete key/ }).click();
        await lookAtDialog(page, look, 'delete');
      },
    },
    { address: '/profile' },
    { address: '/nowhere' },
  ];
}

async function accountMenu(page: Page, look: Look): Promise<void> {
  await page.getByRole('button', { name: /^Account of / }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await look('account menu');
  await page.keyboard.press('Escape');
}

/** A dashboard whose first list leads down, state after state. */
export function dashboardOf(id: string, depth: number): Place {
  return {
    address: `/dashboards/${id}`,
    open: async (page, look) => {
      await page.getByRole('button', { name: /^Time: / }).first().click();
      await expect(page.getByRole('dialog').or(page.getByRole('menu')).first()).toBeVisible();
      await look('time');
      await page.keyboard.press('Escape');
      for (let level = 1; level <= depth; level++) {
        const title = await page.getByRole('heading', { level: 1 }).innerText();
        await page.locator('table').first().getByRole('row').nth(1).click();
        await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(title);
        await settled(page);
        await look(`level ${level}`);
      }
    },
  };
}
