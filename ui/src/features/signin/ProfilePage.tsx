import { Alert, Button, Paper, PasswordInput, Select, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '@/api/http';
import { meQuery, openSession, useMe } from '@/api/session';
import { PageHeader } from '@/kit/page';
import { useToasts } from '@/kit/toast';
import { useUnsaved } from '@/kit/unsaved';
import { textField } from '@/lib/entity';
import { browserLocale, languageOf, useText } from '@/lib/locale';
import { Problem } from '@/lib/problem';
import { languages } from '@/lib/text/area';
import { profileText } from '@/lib/text/profile';
import { signinText } from '@/lib/text/signin';
import { NewPassword } from './NewPassword';

function ProfilePage() {
  const t = useText(profileText);
  return (
    <Stack p="md" maw={760} gap="lg">
      <PageHeader title={t('title')} />
      <AboutYou />
      <ChangePassword />
    </Stack>
  );
}

function AboutYou() {
  const t = useText(profileText);
  const me = useMe();
  const client = useQueryClient();
  const toasts = useToasts();
  const [firstName, setFirstName] = useState(me.firstName ?? '');
  const [lastName, setLastName] = useState(me.lastName ?? '');
  const [phone, setPhone] = useState(me.phone ?? '');
  const [language, setLanguage] = useState<string>(languageOf(textField(me.additionalInfo, 'lang') ?? browserLocale.tag));
  const [zone, setZone] = useState(textField(me.additionalInfo, 'timeZone') ?? '');
  const now = JSON.stringify([firstName, lastName, phone, language, zone]);
  const [saved, setSaved] = useState(now);
  useUnsaved(now !== saved);
  const save = useMutation({
    mutationFn: () => {
      const former = me.additionalInfo as Record<string, unknown> | null;
      const additionalInfo = { ...former, lang: language === 'de' ? 'de_DE' : 'en_US', timeZone: zone || null };
      return call('post', '/api/user', { body: { ...me, firstName, lastName, phone, additionalInfo } });
    },
    onSuccess: async () => {
      setSaved(now);
      await client.invalidateQueries({ queryKey: meQuery.queryKey });
      toasts.done(t('saved'));
    },
    onError: toasts.failed,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="sm">
        {t('about')}
      </Title>
      <form onSubmit={submit}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} mb="md">
          <TextInput label={t('firstName')} value={firstName} onChange={(event) => setFirstName(event.currentTarget.value)} />
          <TextInput label={t('lastName')} value={lastName} onChange={(event) => setLastName(event.currentTarget.value)} />
          <TextInput label={t('phone')} type="tel" value={phone} onChange={(event) => setPhone(event.currentTarget.value)} />
          <Select
            label={t('language')}
            data={[...languages]}
            value={language}
            allowDeselect={false}
            onChange={(value) => setLanguage(value ?? 'en')}
          />
          <Select
            label={t('zone')}
            searchable
            clearable
            placeholder={t('zoneLike', { zone: browserLocale.zone })}
            data={Intl.supportedValuesOf('timeZone')}
            value={zone === '' ? null : zone}
            onChange={(value) => setZone(value ?? '')}
          />
        </SimpleGrid>
        <Button type="submit" loading={save.isPending}>
          {t('save')}
        </Button>
      </form>
    </Paper>
  );
}

function ChangePassword() {
  const t = useText(profileText);
  const s = useText(signinText);
  const me = useMe();
  const toasts = useToasts();
  const [current, setCurrent] = useState('');
  const [wrong, setWrong] = useState<string>();
  const [done, setDone] = useState(0);
  const change = async (newPassword: string) => {
    setWrong(undefined);
    try {
      await call('post', '/api/auth/changePassword', { body: { currentPassword: current, newPassword } });
    } catch (error) {
      if (!(error instanceof Problem && /current/i.test(error.message))) throw error;
      setWrong(t('wrongPassword'));
      return;
    }
    // The change closed every session, this one too; the new password opens it again.
    await openSession('/api/session', { username: me.email, password: newPassword });
    setCurrent('');
    setDone(done + 1);
    toasts.done(t('passwordChanged'));
  };
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4">
        {t('passwordTitle')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('passwordText')}
      </Text>
      <Stack maw={360}>
        <PasswordInput
          label={s('currentPassword')}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        {wrong !== undefined && (
          <Alert color="red" role="alert">
            {wrong}
          </Alert>
        )}
        <NewPassword key={done} verb={t('changePassword')} onSubmit={change} focus={false} />
      </Stack>
    </Paper>
  );
}

export { ProfilePage as page };
