import { beforeEach, describe, expect, it, vi } from 'vitest';
import { pretendServer } from '@/testing/server';
import { addressOf, call, onSessionEnd, setCsrf } from './http';

beforeEach(() => setCsrf('token-1'));

describe('a call', () => {
  it('fills in path and query and proves changes by the token', async () => {
    const came = pretendServer({ 'POST /api/device': () => ({ id: 1 }), 'GET /api/device/a%2Fb': () => ({ name: 'x' }) });
    await call('get', '/api/device/{deviceId}', { path: { deviceId: 'a/b' } });
    await call('post', '/api/device', { body: { name: 'SD-001' } });
    expect(came.map(({ headers }) => headers['X-Atrium-Csrf'])).toEqual([undefined, 'token-1']);
    expect(came[1]?.body).toEqual({ name: 'SD-001' });
  });

  it('keeps whole numbers exact in every answer, and when they are saved again', async () => {
    const sent: unknown[] = [];
    vi.stubGlobal('fetch', (_address: string, init: RequestInit) => {
      sent.push(init.body);
      const stored = '{"id":{"id":"d"},"additionalInfo":{"serial":9223372036854775807,"text":"9223372036854775807"}}';
      return Promise.resolve(new Response(stored, { headers: { 'content-type': 'application/json' } }));
    });
    const device = await call('get', '/api/device/{deviceId}', { path: { deviceId: 'd' } });
    expect(device.additionalInfo).toEqual({ serial: 9223372036854775807n, text: '9223372036854775807' });
    await call('post', '/api/device', { body: device });
    expect(sent[1]).toContain('"additionalInfo":{"serial":9223372036854775807,"text":"9223372036854775807"}');
  });

  it('leaves out parameters without a value and repeats lists', () => {
    expect(addressOf('/x', {}, { a: undefined, b: '', c: 0, d: ['1', '2'] })).toBe('/x?c=0&d=1&d=2');
  });

  it('renews the session once for all who wait and goes on', async () => {
    let fresh = false;
    const came = pretendServer({
      'GET /api/auth/user': () => (fresh ? { email: 'a@b.example' } : { status: 401, message: 'expired' }),
      'POST /api/session/refresh': () => {
        fresh = true;
        return { csrfToken: 'token-2' };
      },
    });
    const users = await Promise.all([call('get', '/api/auth/user'), call('get', '/api/auth/user')]);
    expect(users.map(({ email }) => email)).toEqual(['a@b.example', 'a@b.example']);
    expect(came.filter(({ path }) => path === '/api/session/refresh')).toHaveLength(1);
  });

  it('tells that the session ended when it cannot be renewed', async () => {
    pretendServer({ 'GET /api/auth/user': () => ({ status: 401, message: 'expired' }) });
    const ended = vi.fn();
    onSessionEnd(ended);
    await expect(call('get', '/api/auth/user')).rejects.toMatchObject({ status: 401 });
    expect(ended).toHaveBeenCalledOnce();
  });

  it('becomes a problem with status, message and field', async () => {
    pretendServer({ 'POST /api/device': () => ({ status: 400, message: 'name is too long', field: 'name' }) });
    await expect(call('post', '/api/device', { body: {} })).rejects.toMatchObject({
      status: 400,
      message: 'name is too long',
      field: 'name',
    });
  });

  it('says when the server is out of reach', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
    await expect(call('get', '/api/auth/user')).rejects.toMatchObject({ status: 0 });
  });
});
