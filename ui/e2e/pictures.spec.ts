import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { people } from './server';
import { settled, test } from './test';
import { idOf, openRow } from './world';

const folder = fileURLToPath(new URL('../../docs/pictures', import.meta.url));
const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** `./atrium screenshots`: every page and every state of the demo's dashboard, in both sizes and both colour schemes. */
for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`pictures, ${size}, ${colorScheme}`, async ({ visit, signIn, server }) => {
      test.setTimeout(300_000);
      mkdirSync(folder, { recursive: true });
      const options = { viewport, colorScheme };
      const shot = async (page: Page, name: string) => {
        await settled(page);
        await page.waitForLoadState('networkidle').catch(() => undefined);
        await page.screenshot({ path: `${folder}/${name}-${size}-${colorScheme}.png`, animations: 'disabled' });
      };
      const guest = await visit(options);
      await guest.goto('/login');
      await guest.getByRole('button').first().waitFor();
      await shot(guest, 'login');

      const page = await signIn(people.tenant, options);
      for (const name of ['devices', 'assets', 'customers', 'users', 'dashboards', 'profiles', 'roles', 'audit', 'keys', 'profile']) {
        await page.goto(`/${name}`);
        await page.getByRole('main').waitFor();
        await shot(page, name);
      }
      await page.goto(`/devices?open=${await idOf(server, 'device', 'SD-001')}&dtab=telemetry`);
      await page.getByRole('complementary').getByText('temperature').waitFor();
      await shot(page, 'device-details');
      await page.goto('/assets');
      await page.getByRole('button', { name: 'More actions: Office A' }).click();
      await page.getByRole('menuitem', { name: 'Access', exact: true }).click();
      await page.getByRole('dialog', { name: 'Access to Office A' }).waitFor();
      await shot(page, 'access');
      const dashboard = await idOf(server, 'dashboard', 'Buildings');
      await page.goto(`/dashboards/${dashboard}?full=1`);
      await page.getByRole('row').filter({ hasText: 'Building A' }).first().waitFor();
      await shot(page, 'buildings');
      for (const [row, name] of [
        ['Building A', 'building'],
        ['Office A', 'office'],
      ] as const) {
        await openRow(page, row);
        await shot(page, name);
      }
      for (const [row, name] of [
        ['Indoor Air Quality Sensor', 'air-sensor'],
        ['Energy Meter', 'energy-sensor'],
        ['Water Flow Meter', 'water-sensor'],
      ] as const) {
        await openRow(page, row);
        await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Office A' }).waitFor();
        await shot(page, name);
        await page.goBack();
        await page.getByRole('heading', { level: 1, name: 'Office A' }).waitFor();
      }
      await page.goto('/home');
      await page.getByRole('main').waitFor();
      await shot(page, 'home');
    });
  }
}
