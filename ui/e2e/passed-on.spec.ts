import { answered, expectDarkInTime, Watched } from './dark';
import { Hand } from './hand';
import { newCustomerUser, newTenant, poster } from './tenants';
import { expect, test } from './test';

const admin = 'admin@cranes.example';
const anna = 'anna@harbour.example';
const ben = 'ben@dock.example';
const crane = 'Crane 7';
const group = 'Cranes of the harbour';

test('what a customer passes on ends with its own share, on the pages that show it', async ({ signIn, server }) => {
  const token = await newTenant(server, { title: 'Crane works' }, { email: admin });
  const post = poster(server, token);
  const harbour = await post('/api/customer', { title: 'Harbour' });
  const dock = await post('/api/customer', { title: 'Dock', parentCustomerId: harbour.id });
  await newCustomerUser(server, token, harbour, 'Customer Administrators', { email: anna });
  await newCustomerUser(server, token, dock, 'Customer Users', { email: ben });
  const cranes = await post('/api/entityGroup', { type: 'ASSET', name: group });
  await post(`/api/asset?entityGroupId=${cranes.id.id}`, { name: crane, type: 'default' });
  const permissions = ['READ', 'READ_ATTRIBUTES', 'READ_TELEMETRY', 'READ_CREDENTIALS', 'RPC_CALL', 'WRITE', 'SHARE_GROUP'];
  await post('/api/role', { name: 'May share on', type: 'GROUP', permissions });

  // The tenant shares its group with the customer, who may share it on.
  const tenant = await Hand.on(await signIn(admin));
  await tenant.go('Assets');
  await tenant.tab('Groups');
  await tenant.act('Access', group);
  await tenant.choose('Share with', 'Harbour all users');
  await tenant.dialog.getByText('Role', { exact: true }).click();
  await tenant.choose('Roles', 'May share on');
  await tenant.send('Share');

  // Its administrator passes one crane on to a customer below.
  const giver = await signIn(anna);
  const hand = await Hand.on(giver);
  await giver.goto('/assets?tab=shared');
  await expect(giver.getByRole('row').filter({ hasText: crane })).toBeVisible();
  await hand.menu('Share', crane);
  await hand.choose('Share with', 'Dock all users');
  await hand.send('Share');
  const receiver = await signIn(ben);
  await receiver.goto('/assets?tab=shared');
  await expect(receiver.getByRole('row').filter({ hasText: crane })).toBeVisible();

  // A page anew: the message that the crane was shared names it, too.
  await giver.goto('/assets?tab=shared');
  await expect(giver.getByRole('row').filter({ hasText: crane })).toBeVisible();

  // The tenant ends its share: both lose it where it is open, the one below with the one above.
  const watched = [await Watched.from(giver), await Watched.from(receiver)];
  await tenant.act('Details', group);
  await tenant.tab('Who can see this?');
  await tenant.page.getByRole('button', { name: /^End the share/ }).first().click();
  const dark = watched.map((page) => page.gone(crane));
  const answer = answered(tenant.page, 'DELETE', /^\/api\/groupPermission\//);
  await tenant.send('End share');
  await expectDarkInTime('what was passed on', answer, dark);
  for (const page of watched) await page.expectSameDocument();
  await receiver.reload();
  await expect(receiver.getByText(crane)).toHaveCount(0);
});
