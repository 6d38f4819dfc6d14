import type { Page } from '@playwright/test';
import { pins, rowsOf, widget } from './matrix';
import { emma } from './renters';
import { expect, settled } from './test';
import { expectState } from './world';

/** By the label of each sensor, a card that only the state of its profile has. */
const cards = ['Indoor temperature', 'Power consumption', 'Water consumption'];

/**
 * From the map through Building A and Office A to each of its sensors and back. Each state stands in the address: a
 * reload keeps it, and Back leads to the one before.
 */
export async function drillDown(page: Page, atEach: () => Promise<void>): Promise<void> {
  const here = async (name: string, shows: () => Promise<void>) => {
    for (const again of [false, true]) {
      if (again) await page.reload();
      await expectState(page, name);
      await shows();
      await settled(page);
      await atEach();
    }
  };
  const buildings = async () => {
    await expect(pins(page)).toHaveText(['Building A', 'Building B']);
    await expect(rowsOf(page, 'Buildings list')).toHaveCount(2);
  };
  const offices = async () => {
    await expect(rowsOf(page, 'Offices list')).toHaveCount(2);
    await expect(page.getByRole('navigation', { name: 'Path' })).toContainText('Building A');
  };
  const sensors = async () => {
    await expect(rowsOf(page, 'Office sensors list')).toHaveCount(emma.sensors.length);
    for (const [, label] of emma.sensors) {
      await expect(rowsOf(page, 'Office sensors list').filter({ hasText: label })).toHaveCount(1);
      await expect(widget(page, 'Office plan').getByRole('button', { name: label })).toHaveCount(1);
    }
  };

  await here('Buildings', buildings);
  await openTip(page);
  await page.getByRole('button', { name: 'Details' }).click();
  await here('Building A', offices);
  expect(new URL(page.url()).searchParams.get('state')).toBeTruthy();
  await expect(stepBack(page, 'Buildings')).toBeVisible();

  await rowsOf(page, 'Offices list').filter({ hasText: 'Office A' }).click();
  await here('Office A', sensors);
  for (const [index, [, label]] of emma.sensors.entries()) {
    await rowsOf(page, 'Office sensors list').filter({ hasText: label }).click();
    await here(label, () => expect(widget(page, cards[index] ?? '')).toBeVisible());
    await page.goBack();
    await expectState(page, 'Office A');
  }
  await stepBack(page, 'Building A').click();
  await expectState(page, 'Building A');
  await page.goBack();
  await expectState(page, 'Office A');
}

/** The pin tells about the building: a picture that is there, and the address. */
async function openTip(page: Page): Promise<void> {
  await pins(page).filter({ hasText: 'Building A' }).click();
  const tip = page.locator('.leaflet-popup').filter({ hasText: 'Building A' });
  await expect(tip).toContainText('645 5th Ave, New York');
  const picture = tip.locator('img').first();
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBeGreaterThan(
    0,
  );
}

/** The state above in the path, which is an arrow on a phone. */
function stepBack(page: Page, name: string) {
  return page.getByRole('navigation', { name: 'Path' }).getByRole('button', { name, exact: true });
}
