import type { Locator, Page } from '@playwright/test';
import { people } from './server';
import { axe, expect, test } from './test';

const question = (page: Page): Locator => page.getByRole('dialog', { name: 'Discard your changes?' });

async function answer(page: Page, button: 'Keep editing' | 'Discard'): Promise<void> {
  await question(page).getByRole('button', { name: button }).click();
  await expect(question(page)).toHaveCount(0);
}

test('what was typed beside a list is asked for before it is lost', async ({ signIn }) => {
  const page = await signIn(people.tenant);
  await page.goto('/assets');
  const drawer = page.getByRole('complementary', { name: 'Details' });
  const label = drawer.getByRole('textbox', { name: 'Label' });
  await page.getByRole('button', { name: 'Building B', exact: true }).click();
  await drawer.getByRole('button', { name: 'Edit' }).click();

  // Nothing is asked while nothing was changed.
  await drawer.getByRole('tab', { name: 'Attributes' }).click();
  await drawer.getByRole('tab', { name: 'Details' }).click();
  await drawer.getByRole('button', { name: 'Edit' }).click();
  await label.fill('North');

  const ways: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['another tab', () => drawer.getByRole('tab', { name: 'Attributes' }).click()],
    ['another row', () => page.getByRole('button', { name: 'Building A', exact: true }).click()],
    ['another page', () => page.getByRole('link', { name: 'Devices', exact: true }).click()],
    ['its own Cancel', () => drawer.getByRole('button', { name: 'Cancel' }).click()],
    ['closing the drawer', () => drawer.getByRole('button', { name: 'Close' }).click()],
    ['Back', () => page.evaluate(() => window.history.back())],
  ];
  for (const [way, go] of ways) {
    await go();
    await expect(question(page), way).toBeVisible();
    if (way === 'another tab') expect(await axe(page)).toEqual([]);
    await answer(page, 'Keep editing');
    await expect(label, way).toHaveValue('North');
  }
  // A search in the list takes nothing away.
  await page.getByRole('searchbox', { name: 'Search assets' }).fill('Building');
  await expect(page).toHaveURL(/q=Building/);
  await expect(question(page)).toHaveCount(0);

  const holdsReload = () => page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })));
  expect(await holdsReload()).toBe(true);
  await drawer.getByRole('tab', { name: 'Attributes' }).click();
  await answer(page, 'Discard');
  await expect(drawer.getByRole('tab', { name: 'Attributes' })).toHaveAttribute('aria-selected', 'true');
  expect(await holdsReload()).toBe(false);

  // What was saved is not asked for.
  await drawer.getByRole('tab', { name: 'Details' }).click();
  await drawer.getByRole('button', { name: 'Edit' }).click();
  await label.fill('South');
  await drawer.getByRole('button', { name: 'Save' }).click();
  await expect(drawer.getByText('South')).toBeVisible();
  await page.getByRole('link', { name: 'Devices', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Devices', level: 1 })).toBeVisible();
});

test('Escape and Cancel ask before a dialog with changes closes', async ({ signIn }) => {
  const page = await signIn(people.tenant);
  await page.goto('/customers');
  const sheet = page.getByRole('dialog', { name: 'Add customer' });
  await page.getByRole('button', { name: 'Add customer' }).first().click();
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);

  await page.getByRole('button', { name: 'Add customer' }).first().click();
  await page.getByRole('combobox', { name: 'Owns', exact: true }).click();
  await page.getByRole('option').filter({ visible: true }).first().click();
  await page.keyboard.press('Escape');
  await expect(question(page)).toBeVisible();
  // The same key closes the question, and only that.
  await page.keyboard.press('Escape');
  await expect(question(page)).toHaveCount(0);
  await expect(sheet).toBeVisible();
  await sheet.getByRole('button', { name: 'Cancel' }).click();
  await answer(page, 'Discard');
  await expect(sheet).toHaveCount(0);

  await page.goto('/assets');
  await page.getByRole('button', { name: 'Add asset' }).first().click();
  const add = page.getByRole('dialog', { name: 'Add asset' });
  await add.getByRole('textbox', { name: 'Name' }).fill('Nothing');
  await page.keyboard.press('Escape');
  await answer(page, 'Keep editing');
  await expect(add.getByRole('textbox', { name: 'Name' })).toHaveValue('Nothing');
});
