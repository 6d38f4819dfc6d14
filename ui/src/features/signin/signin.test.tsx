import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { passwordRules } from '@/lib/passwords';
import { renderApp } from '@/testing/render';
import { pretendServer } from '@/testing/server';
import { ForgottenPage } from './ForgottenPage';
import { CreatePasswordPage } from './LinkPage';
import { page as LoginPage } from './LoginPage';

const session = { csrfToken: 'c', userId: 'u', expiresAt: 1 };
const policy = { minimumLength: 8, minimumDigits: 1, maximumLength: 72 };

describe('passwordRules', () => {
  it('count what the policy asks for', () => {
    expect(passwordRules(policy, 'abc')).toEqual([
      { text: 'ruleLength', count: 8, met: false },
      { text: 'ruleDigits', count: 1, met: false },
    ]);
    expect(passwordRules(policy, 'Ärger-2026').every(({ met }) => met)).toBe(true);
    expect(passwordRules({ allowWhitespaces: false }, 'a b')).toEqual([{ text: 'ruleSpaces', count: 0, met: false }]);
  });
});

describe('the sign-in page', () => {
  it('says the same for a wrong address and a wrong password', async () => {
    pretendServer({ 'POST /api/session': () => ({ status: 401, message: 'Authentication failed' }) });
    await renderApp(<LoginPage />, '/login');
    await userEvent.type(screen.getByLabelText('E-mail address'), 'emma@customer-a.example');
    await userEvent.type(screen.getByLabelText('Password'), 'wrong{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('The e-mail address or the password is wrong.');
  });

  it('says that the session has ended', async () => {
    await renderApp(<LoginPage />, '/login?ended=1');
    expect(screen.getByRole('status')).toHaveTextContent('Your session has ended');
  });
});

describe('an invitation', () => {
  const link = (answer: { status: number; message: string } | object, url = '') =>
    pretendServer({
      'GET /api/noauth/activate': () => answer,
      'GET /api/noauth/userPasswordPolicy': () => policy,
      'POST /api/session/activate': () => session,
      [url]: () => ({}),
    });

  it('that was used or forged explains itself', async () => {
    link({ status: 409, message: 'unknown' });
    await renderApp(<CreatePasswordPage />, '/login/createPassword?activateToken=forged');
    expect(await screen.findByRole('heading', { name: 'This link is not valid' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Back to sign-in' })).toHaveAttribute('href', '/login');
  });

  it('that has expired explains itself', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve({ url: 'http://atrium.test/activationLinkExpired', status: 200, redirected: true }));
    await renderApp(<CreatePasswordPage />, '/login/createPassword?activateToken=old');
    expect(await screen.findByRole('heading', { name: 'This link has expired' })).toBeVisible();
  });

  it('shows the policy while the password is typed and opens the account', async () => {
    const came = link({});
    await renderApp(<CreatePasswordPage />, '/login/createPassword?activateToken=good');
    const verb = await screen.findByRole('button', { name: 'Create password' });
    await screen.findByText('At least one digit');
    expect(verb).toBeDisabled();
    await userEvent.type(screen.getByLabelText('New password'), 'secret-2026');
    await userEvent.type(screen.getByLabelText('Repeat the password'), 'secret-2027');
    await userEvent.click(verb);
    expect(screen.getByRole('alert')).toHaveTextContent('The two passwords differ.');
    await userEvent.type(screen.getByLabelText('Repeat the password'), '{Backspace}6');
    await userEvent.click(verb);
    await vi.waitFor(() =>
      expect(came.at(-1)?.body).toEqual({ activateToken: 'good', password: 'secret-2026' }),
    );
  });
});

describe('a forgotten password', () => {
  it('is answered alike for every address', async () => {
    pretendServer({ 'POST /api/noauth/resetPasswordByEmail': () => undefined });
    await renderApp(<ForgottenPage />, '/login/forgotten');
    await userEvent.type(screen.getByLabelText('E-mail address'), 'nobody@nowhere.example{Enter}');
    expect(await screen.findByText(/If there is an account for nobody@nowhere.example/)).toBeVisible();
  });
});
