import type { Locator, Page } from '@playwright/test';
import { people } from './server';
import { expect, test } from './test';

/** How far an open list lies over something, in pixels of height; 0 if it leaves it free. */
async function overlap(list: Locator, other: Locator): Promise<number> {
  const [a, b] = [await list.boundingBox(), await other.boundingBox()];
  if (a === null || b === null) throw new Error('One of both is not there');
  return Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));
}

async function expectFree(page: Page, field: string, buttons: readonly string[]): Promise<void> {
  const dialog = page.locator('section[role="dialog"]');
  await dialog.getByRole('combobox', { name: field, exact: true }).click();
  const list = page.getByRole('listbox').filter({ visible: true });
  await expect(list).toHaveCount(1);
  for (const name of buttons) {
    await expect.poll(() => overlap(list, dialog.getByRole('button', { name, exact: true })), `${field} over ${name}`).toBe(0);
  }
  await page.getByRole('option').filter({ visible: true }).first().click();
  await expect(list, 'it closes on a choice').toHaveCount(0);
}

for (const [name, size] of [['laptop', { width: 1366, height: 640 }], ['phone', { width: 390, height: 700 }]] as const) {
  test(`open lists leave the buttons of their dialog free, on a ${name}`, async ({ signIn }) => {
    const page = await signIn(people.tenant, { viewport: size });
    await page.goto('/customers');
    await page.getByRole('button', { name: 'Add customer' }).first().click();
    await page.getByRole('textbox', { name: /^Name/ }).first().fill('Nobody yet');
    for (const field of ['Owns', 'May also read']) await expectFree(page, field, ['Cancel', 'Add']);
    await page.locator('section[role="dialog"]').getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('dialog', { name: 'Discard your changes?' }).getByRole('button', { name: 'Discard' }).click();

    await page.goto('/assets');
    await page.getByRole('button', { name: 'More actions: Building A' }).click();
    await page.getByRole('menuitem', { name: 'Share', exact: true }).click();
    await expectFree(page, 'Share with', ['Cancel', 'Share']);
  });
}

test('the sheet of a new customer says what it takes from others, before it is taken', async ({ signIn }) => {
  const page = await signIn(people.tenant);
  await page.goto('/customers');
  await page.getByRole('button', { name: 'Add customer' }).first().click();
  await page.getByRole('combobox', { name: 'Owns', exact: true }).click();
  await page.getByRole('option', { name: 'Office A Customer A' }).click();
  const preview = page.getByRole('region', { name: 'What will change' });
  await expect(preview).toContainText(/Taken from Customer A: Office A/);
  await expect(preview).toContainText(/emma@customer-a\.example.*loses/s);
});
