import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { people, type Server } from './server';
import { settled, test } from './test';
import { invite, newTenant, poster } from './tenants';
import { expectState, idOf, openRow } from './world';

const folder = fileURLToPath(new URL('../../docs/pictures', import.meta.url));
const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** Takes a picture of what a page shows. */
type Shot = (page: Page, name: string) => Promise<void>;

/** `./atrium screenshots`: every page and every state of the demo's dashboard, in both sizes and both colour schemes. */
for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`pictures, ${size}, ${colorScheme}`, async ({ visit, signIn, server }) => {
      test.setTimeout(600_000);
      mkdirSync(folder, { recursive: true });
      const options = { viewport, colorScheme };
      const shot: Shot = async (page, name) => {
        await settled(page);
        await page.waitForLoadState('networkidle').catch(() => undefined);
        await page.screenshot({ path: `${folder}/${name}-${size}-${colorScheme}.png`, animations: 'disabled' });
      };
      await signingIn(await visit(options), shot, await invitation(server, `${size}-${colorScheme}`));
      const page = await signIn(people.tenant, options);
      await lists(page, shot);
      await details(page, shot, await idOf(server, 'device', 'SD-001'), await idOf(server, 'customer', 'Customer A'));
      await dialogs(page, shot);
      await dashboard(page, shot, await idOf(server, 'dashboard', 'Buildings'));
      await page.goto('/home');
      await page.getByRole('main').waitFor();
      await shot(page, 'home');
      await page.goto('/users');
      await page.getByRole('button', { name: `More actions: ${people.emma}` }).click();
      await page.getByRole('menuitem', { name: 'View as' }).click();
      await expectState(page, 'Buildings');
      await shot(page, 'view-as');
      const system = await signIn('sysadmin@atrium.local', options);
      await system.goto('/tenants');
      await system.getByRole('row').nth(1).waitFor();
      await shot(system, 'tenants');
    });
  }
}

/** The link to open an account with, in a tenant of its own: the demo stays as it is. */
async function invitation(server: Server, name: string): Promise<string> {
  const admin = await newTenant(server, { title: `Harbour ${name}`, city: 'Hamburg' }, { email: `admin@${name}.example` });
  const { id } = await poster(server, admin)(invite, { email: `new@${name}.example`, authority: 'TENANT_ADMIN' });
  return String((await server.api(admin, 'GET', `/api/user/${id.id}/activationLink`)).json);
}

async function signingIn(page: Page, shot: Shot, link: string): Promise<void> {
  for (const [address, name] of [
    ['/login', 'login'],
    ['/login/forgotten', 'forgotten'],
    [link, 'create-password'],
    ['/activationLinkExpired', 'link-expired'],
    ['/access-ended', 'access-ended'],
  ] as const) {
    await page.goto(address);
    await page.getByRole('heading').first().waitFor();
    await shot(page, name);
  }
}

async function lists(page: Page, shot: Shot): Promise<void> {
  for (const name of ['devices', 'assets', 'customers', 'users', 'dashboards', 'profiles', 'roles', 'audit', 'keys', 'profile']) {
    await page.goto(`/${name}`);
    await page.getByRole('main').waitFor();
    await shot(page, name);
  }
  await page.goto('/dashboards?tab=groups');
  await page.getByRole('row').nth(1).waitFor();
  await shot(page, 'groups');
  await page.goto('/customers?tab=hierarchy');
  await page.getByText('Customer A').first().waitFor();
  await shot(page, 'hierarchy');
}

async function details(page: Page, shot: Shot, device: string, customer: string): Promise<void> {
  await page.goto(`/devices?open=${device}&dtab=telemetry`);
  await page.getByRole('complementary').getByText('temperature').waitFor();
  await shot(page, 'device-details');
  await page.getByRole('complementary').getByRole('tab', { name: 'Who can see this?' }).click();
  await page.getByRole('complementary').getByText(people.emma).first().waitFor();
  await shot(page, 'who-can-see');
  await page.goto(`/customers/${customer}/devices`);
  await page.getByRole('row').nth(1).waitFor();
  await shot(page, 'customer-devices');
}

async function dialogs(page: Page, shot: Shot): Promise<void> {
  await page.goto('/assets');
  await page.getByRole('button', { name: 'More actions: Office A' }).click();
  await page.getByRole('menuitem', { name: 'Access', exact: true }).click();
  const access = page.getByRole('dialog', { name: 'Access to Office A' });
  await access.waitFor();
  await access.getByRole('combobox', { name: 'Share with' }).click();
  await page.getByRole('option', { name: 'Customer B all users' }).click();
  await page.keyboard.press('Tab');
  await access.getByText(people.jack).first().waitFor();
  await shot(page, 'access');
  await discard(page, access);
  await page.goto('/customers');
  await page.getByRole('button', { name: 'Add customer' }).first().click();
  const sheet = page.getByRole('dialog', { name: 'Add customer' });
  await sheet.getByRole('textbox', { name: /^Name/ }).first().fill('Harbour Coffee');
  await sheet.getByRole('combobox', { name: 'Owns', exact: true }).click();
  await page.getByRole('option', { name: 'Office B Customer B' }).click();
  await page.keyboard.press('Tab');
  await sheet.getByRole('checkbox', { name: 'AM-307' }).waitFor();
  const first = sheet.getByRole('group', { name: 'First user' });
  await first.getByRole('textbox', { name: 'Name' }).fill('Noor Haddad');
  await first.getByRole('textbox', { name: 'E-mail' }).fill('noor@harbour-coffee.example');
  await shot(page, 'add-customer');
  await discard(page, sheet);
}

/** Leaves a dialog with changes, which asks first. */
async function discard(page: Page, dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Discard' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

async function dashboard(page: Page, shot: Shot, id: string): Promise<void> {
  await page.goto(`/dashboards/${id}?full=1`);
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
}
