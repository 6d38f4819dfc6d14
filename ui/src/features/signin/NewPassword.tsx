import { Alert, Button, List, PasswordInput, Stack, Text, ThemeIcon, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Check, Circle } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { call } from '@/api/http';
import { useText } from '@/lib/locale';
import { passwordRules } from '@/lib/passwords';
import { messageOf } from '@/lib/problem';
import { signinText } from '@/lib/text/signin';

interface NewPasswordProps {
  readonly verb: string;
  readonly onSubmit: (password: string) => Promise<unknown>;
  readonly focus?: boolean;
}

/** A password twice, with the policy beside it while it is typed. */
export function NewPassword({ verb, onSubmit, focus = true }: NewPasswordProps) {
  const t = useText(signinText);
  const policy = useQuery({
    queryKey: ['password-policy'],
    queryFn: () => call('get', '/api/noauth/userPasswordPolicy'),
    staleTime: Infinity,
  }).data;
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const rules = passwordRules(policy ?? {}, password);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (password !== repeated) {
      setError(t('mismatch'));
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      await onSubmit(password);
    } catch (cause) {
      setError(messageOf(cause));
    }
    setBusy(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <PasswordInput
          label={t('newPassword')}
          autoComplete="new-password"
          required
          withAsterisk={false}
          autoFocus={focus}
          value={password}
          aria-describedby="password-rules"
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <List id="password-rules" size="sm" spacing={4} center listStyleType="none">
          {rules.map(({ text, count, met }) => (
            <List.Item key={text} icon={<RuleMark met={met} />}>
              <Text span inherit c={met ? 'var(--mantine-color-text)' : 'dimmed'}>
                {t(text, { count })}
              </Text>
              <VisuallyHidden>: {met ? t('ruleMet') : t('ruleOpen')}</VisuallyHidden>
            </List.Item>
          ))}
        </List>
        <PasswordInput
          label={t('repeatPassword')}
          autoComplete="new-password"
          required
          withAsterisk={false}
          value={repeated}
          error={repeated !== '' && !password.startsWith(repeated) ? t('mismatch') : undefined}
          onChange={(event) => setRepeated(event.currentTarget.value)}
        />
        {error !== undefined && (
          <Alert color="red" role="alert">
            {error}
          </Alert>
        )}
        <Button type="submit" loading={busy} disabled={rules.some(({ met }) => !met)} {...(focus ? {} : { style: { alignSelf: 'flex-start' } })}>
          {verb}
        </Button>
      </Stack>
    </form>
  );
}

function RuleMark({ met }: { readonly met: boolean }) {
  return (
    <ThemeIcon size={18} radius="xl" variant={met ? 'filled' : 'default'} aria-hidden>
      {met ? <Check size={12} /> : <Circle size={8} />}
    </ThemeIcon>
  );
}
