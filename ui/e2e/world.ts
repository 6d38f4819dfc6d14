import type { Page } from '@playwright/test';
import { people, type Server } from './server';
import { expect } from './test';

interface Found {
  readonly id: { readonly id: string };
  readonly name: string;
}

/** The id of a thing of the demo by its name. */
export async function idOf(server: Server, kind: 'device' | 'asset' | 'dashboard' | 'customer', name: string): Promise<string> {
  const token = await server.token(people.tenant);
  const path = kind === 'dashboard' ? '/api/dashboards/all' : kind === 'customer' ? '/api/customerInfos/all' : `/api/${kind}Infos/all`;
  const query = `?pageSize=100&page=0&includeCustomers=true&textSearch=${encodeURIComponent(name)}`;
  const page = (await server.api(token, 'GET', path + query)).json as { data: (Found & { title?: string })[] };
  const found = page.data.find((each) => each.name === name || each.title === name);
  if (found === undefined) throw new Error(`The demo has no ${kind} '${name}'`);
  return found.id.id;
}

/** Opens the demo's dashboard at its first state. */
export async function openBuildings(page: Page, server: Server): Promise<string> {
  const id = await idOf(server, 'dashboard', 'Buildings');
  await page.goto(`/dashboards/${id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Buildings' })).toBeVisible();
  return id;
}

/** The state that the dashboard shows, by the last part of its path. */
export async function expectState(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
}

/** Opens a row of a list on the dashboard. */
export async function openRow(page: Page, name: string): Promise<void> {
  await page.getByRole('row').filter({ hasText: name }).first().click();
}
