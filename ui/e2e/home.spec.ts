import { newTenant, poster } from './tenants';
import { axe, expect, test } from './test';

const long = 'Temperaturfühler Heizungsvorlauf Nordwest, drittes Obergeschoss, Raum 3.217 (Ersatzgerät für den ausgefallenen Fühler)';

test('home says at once how many devices are not active', async ({ signIn, server }) => {
  const admin = 'counting@demo.example';
  const token = await newTenant(server, { title: 'Counting' }, { email: admin });
  await poster(server, token)('/api/device?accessToken=counts-as-active', { name: 'Pump' });
  const page = await signIn(admin);
  await page.goto('/home');
  const devices = page.getByRole('main').getByRole('link', { name: /^Devices/ });
  await expect(devices).toContainText('1 is not active');
  const told = await fetch(`${server.url}/api/v1/counts-as-active/telemetry`, { method: 'POST', body: '{"flow":21}', headers: { 'content-type': 'application/json' } });
  expect(told.status).toBe(200);
  await expect(devices).toContainText('All are active');
  await poster(server, token)('/api/device', { name: 'Second pump' });
  await expect(devices).toContainText('1 is not active');
});

test('long names cover nothing and are cut by nothing', async ({ visit, signIn, server }) => {
  const admin = 'long-names@demo.example';
  const token = await newTenant(server, { title: 'Long names' }, { email: admin });
  await poster(server, token)('/api/device', { name: long, label: `Label ${long}` });
  const page = await signIn(admin, { viewport: { width: 1366, height: 768 } });
  await page.goto('/devices');
  await page.getByRole('button', { name: long, exact: true }).click();
  const drawer = page.getByRole('complementary', { name: 'Details' });
  const edit = await drawer.getByRole('button', { name: 'Edit', exact: true }).boundingBox();
  const name = await drawer.getByRole('definition').first().evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return [...range.getClientRects()].map(({ right, top }) => ({ right, top }));
  });
  const beside = name.filter(({ top }) => edit !== null && top < edit.y + edit.height);
  expect(beside.length).toBeGreaterThan(0);
  for (const { right } of beside) expect(right).toBeLessThanOrEqual(edit?.x ?? 0);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('Temperatur');
  const option = page.getByRole('option', { name: new RegExp(long.slice(0, 30)) });
  await expect(option).toBeVisible();
  const list = page.getByRole('listbox', { name: 'Search everything' });
  expect(await list.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  expect(await axe(page)).toEqual([]);

  const phone = await visit({ viewport: { width: 390, height: 844 }, locale: 'de-DE' });
  await phone.goto('/login');
  await phone.getByLabel('E-Mail-Adresse').fill(admin);
  await phone.getByLabel('Passwort', { exact: true }).fill('browser-test-secret-7');
  await phone.getByRole('button', { name: 'Anmelden' }).click();
  await phone.waitForURL((url) => !url.pathname.startsWith('/login'));
  await phone.goto('/home');
  const hide = phone.getByRole('button', { name: 'Erste Schritte ausblenden' });
  await expect(hide).toBeVisible();
  expect(await hide.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
});
