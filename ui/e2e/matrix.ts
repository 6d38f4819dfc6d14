import type { Locator, Page } from '@playwright/test';
import type { Renter } from './renters';
import { expect } from './test';
import { expectState } from './world';

/** A card of the dashboard, by its title. */
export function widget(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

/** The pins of a map; each bears the name of what it marks. */
export function pins(page: Page): Locator {
  return page.getByRole('region', { name: /^Map/ }).locator('.leaflet-marker-pane').getByRole('button');
}

/** Walks through everything that a renter may see, and sees nothing else on the way. */
export async function renterWalks(page: Page, renter: Renter): Promise<void> {
  const { office, sensors } = renter;
  await expectState(page, 'Buildings');
  await expect(pins(page)).toHaveText(['Building A']);
  await expect(rowsOf(page, 'Buildings list')).toHaveCount(1);
  await expect(rowsOf(page, 'Buildings list')).toContainText('Building A');
  await nothingForeign(page, renter);

  await rowsOf(page, 'Buildings list').click();
  await expectState(page, 'Building A');
  await expect(rowsOf(page, 'Offices list')).toHaveCount(1);
  await expect(rowsOf(page, 'Offices list')).toContainText(office);
  await nothingForeign(page, renter);

  await rowsOf(page, 'Offices list').click();
  await expectState(page, office);
  await expect(rowsOf(page, 'Office sensors list')).toHaveCount(sensors.length);
  for (const [, label] of sensors) {
    await expect(rowsOf(page, 'Office sensors list').filter({ hasText: label })).toHaveCount(1);
    await expect(widget(page, 'Office plan').getByRole('button', { name: label })).toHaveCount(1);
  }
  await nothingForeign(page, renter);
  for (let steps = 0; steps < 2; steps++) await page.goBack();
  await expectState(page, 'Buildings');
}

export function rowsOf(page: Page, title: string): Locator {
  return widget(page, title).locator('tbody').getByRole('row');
}

/** No word of what belongs to others, and nothing that only those who may change it need. */
async function nothingForeign(page: Page, { foreign }: Renter): Promise<void> {
  for (const name of [...foreign.asset, ...foreign.device]) await expect(page.locator('body')).not.toContainText(name);
  for (const name of [/acknowledge/i, /clear/i, /^edit/i, /full screen/i]) {
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  }
}
