import { Alert, Anchor, Button, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { askForMail } from '@/api/http';
import { useText } from '@/lib/locale';
import { messageOf } from '@/lib/problem';
import { signinText } from '@/lib/text/signin';
import { Card } from './Card';
import { EmailField } from './EmailField';

/** Asks for a link; the answer is the same whether the account exists or not. */
export function ForgottenPage() {
  const t = useText(signinText);
  const [email, setEmail] = useState('');
  const ask = useMutation({
    mutationFn: () => askForMail('/api/noauth/resetPasswordByEmail', { email: email.trim() }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  const back = (
    <Anchor component={Link} to="/login" size="sm" ta="center">
      {t('backToSignIn')}
    </Anchor>
  );
  if (ask.data === false) return <Card title={t('noMailTitle')} text={t('noMailText')}>{back}</Card>;
  if (ask.isSuccess) return <Card title={t('sentTitle')} text={t('sentText', { email })}>{back}</Card>;
  return (
    <Card title={t('forgottenTitle')} text={t('forgottenText')}>
      <form onSubmit={submit}>
        <Stack>
          <EmailField value={email} onChange={setEmail} />
          {ask.error !== null && (
            <Alert color="red" role="alert">
              {messageOf(ask.error)}
            </Alert>
          )}
          <Button type="submit" loading={ask.isPending}>
            {t('forgottenVerb')}
          </Button>
          {back}
        </Stack>
      </form>
    </Card>
  );
}
