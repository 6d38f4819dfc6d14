import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { enterFromApp } from './appView';

const calls: { address: string; body: string }[] = [];

beforeEach(() => {
  calls.length = 0;
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    calls.push({ address, body: String(init.body) });
    return Promise.resolve(new Response('{}', { status: 200, headers: { 'Content-Type': 'application/json' } }));
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function view(href: string, inApp: boolean) {
  const addresses: string[] = [];
  return {
    addresses,
    location: { href },
    history: { replaceState: (_data: unknown, _unused: string, url: string) => void addresses.push(url) },
    ...(inApp ? { flutter_inappwebview: { callHandler: () => undefined } } : {}),
  };
}

const OPENED = 'https://atrium.example/?accessToken=a.b.c&refreshToken=d.e.f&mobile=1#x';

test('takes the tokens of the app once and out of the address', async () => {
  const page = view(OPENED, true);

  expect(await enterFromApp(page)).toBe(true);

  expect(page.addresses).toEqual(['/?mobile=1#x']);
  expect(calls).toEqual([{ address: '/api/session/app', body: '{"accessToken":"a.b.c"}' }]);
});

test('forgets the tokens in any other browser', async () => {
  const page = view(OPENED, false);

  expect(await enterFromApp(page)).toBe(false);

  expect(page.addresses).toEqual(['/?mobile=1#x']);
  expect(calls).toEqual([]);
});

test('leaves other addresses alone', async () => {
  const page = view('https://atrium.example/devices?token=1', true);

  expect(await enterFromApp(page)).toBe(false);

  expect(page.addresses).toEqual([]);
  expect(calls).toEqual([]);
});
