import { Alert, Anchor, Button, PasswordInput, Stack } from '@mantine/core';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { openSession, useSessionChange } from '@/api/session';
import { useAddress } from '@/kit/useAddress';
import { safeReturn } from '@/lib/address';
import { useText } from '@/lib/locale';
import { messageOf, Problem } from '@/lib/problem';
import { signinText } from '@/lib/text/signin';
import { Card } from './Card';
import { EmailField } from './EmailField';

function LoginPage() {
  const t = useText(signinText);
  const [{ back, ended }] = useAddress();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { busy, error, signIn } = useSignIn(back);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void signIn(email.trim(), password);
  };
  return (
    <Card title={t('signIn')} text={t('signInText')}>
      {ended !== undefined && error === undefined && (
        <Alert color="gray" title={t('endedTitle')} role="status">
          {t('endedText')}
        </Alert>
      )}
      <form onSubmit={submit}>
        <Stack>
          <EmailField value={email} onChange={setEmail} />
          <PasswordInput
            label={t('password')}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {error !== undefined && (
            <Alert color="red" role="alert">
              {reason(error, t('refused'), t('tooMany'))}
            </Alert>
          )}
          <Button type="submit" loading={busy}>
            {t('signIn')}
          </Button>
          <Anchor component={Link} to="/login/forgotten" size="sm" ta="center">
            {t('forgotten')}
          </Anchor>
        </Stack>
      </form>
    </Card>
  );
}

function useSignIn(back: string | undefined) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const change = useSessionChange();
  const router = useRouter();
  const navigate = useNavigate();
  const signIn = async (username: string, password: string) => {
    setBusy(true);
    setError(undefined);
    try {
      change(await openSession('/api/session', { username, password }));
      router.history.push(safeReturn(back));
    } catch (cause) {
      const resetToken = expiredPasswordToken(cause);
      if (resetToken !== undefined) await navigate({ to: '/login/resetPassword', search: { resetToken, old: '1' } as never });
      setError(cause);
      setBusy(false);
    }
  };
  return { busy, error, signIn };
}

/** A password that is too old is answered with a token to choose a new one. */
function expiredPasswordToken(cause: unknown): string | undefined {
  return cause instanceof Problem && typeof cause.details['resetToken'] === 'string' ? cause.details['resetToken'] : undefined;
}

function reason(error: unknown, refused: string, tooMany: string): string {
  if (error instanceof Problem && error.status === 401) return refused;
  return error instanceof Problem && error.status === 429 ? tooMany : messageOf(error);
}

export { LoginPage as page };
