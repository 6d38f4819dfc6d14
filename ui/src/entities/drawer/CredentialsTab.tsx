import { Alert, Button, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, RefreshCw } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useMay } from '@/api/abilities';
import { call, type Wire } from '@/api/http';
import { CopyButton } from '@/kit/CopyButton';
import { Loaded } from '@/kit/states';
import { useToasts } from '@/kit/toast';
import { useUnsaved } from '@/kit/unsaved';
import type { EntityHandle } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { messageOf } from '@/lib/problem';
import { entitiesText } from '@/lib/text/entities';
import { OldCredentials } from './OldCredentials';

type Credentials = Wire<'DeviceCredentials'>;

/** What a device proves itself by. It is read only when asked for: reading is audited. */
export function CredentialsTab({ entity }: { readonly entity: EntityHandle }) {
  const t = useText(entitiesText);
  const [shown, setShown] = useState(false);
  const may = useMay('WRITE_CREDENTIALS', entity.id) === true;
  const deviceId = entity.id.id;
  const credentials = useQuery({
    queryKey: ['credentials', deviceId],
    queryFn: () => call('get', '/api/device/{deviceId}/credentials', { path: { deviceId } }),
    enabled: shown,
    staleTime: Infinity,
    gcTime: 0,
  });
  if (!shown) {
    return (
      <Stack align="flex-start">
        <OldCredentials entity={entity} />
        <Text size="sm" c="dimmed">
          {t('credentialsHint')}
        </Text>
        <Button leftSection={<KeyRound size={16} />} onClick={() => setShown(true)}>
          {t('showCredentials')}
        </Button>
      </Stack>
    );
  }
  return <Loaded query={credentials}>{(stored) => <CredentialsForm stored={stored} may={may} />}</Loaded>;
}

interface Basic {
  readonly clientId: string;
  readonly userName: string;
  readonly password: string;
}

function basicOf(stored: Credentials): Basic {
  const nothing = { clientId: '', userName: '', password: '' };
  if (stored.credentialsType !== 'MQTT_BASIC' || !stored.credentialsValue) return nothing;
  return { ...nothing, ...(JSON.parse(stored.credentialsValue) as Partial<Basic>) };
}

function CredentialsForm({ stored, may }: { readonly stored: Credentials; readonly may: boolean }) {
  const t = useText(entitiesText);
  const toasts = useToasts();
  const client = useQueryClient();
  const [type, setType] = useState<string>(stored.credentialsType ?? 'ACCESS_TOKEN');
  const [token, setToken] = useState(stored.credentialsType === 'ACCESS_TOKEN' ? (stored.credentialsId ?? '') : '');
  const [certificate, setCertificate] = useState(stored.credentialsType === 'X509_CERTIFICATE' ? (stored.credentialsValue ?? '') : '');
  const [basic, setBasic] = useState(() => basicOf(stored));
  const body = bodyOf(stored, type, token, certificate, basic);
  const now = JSON.stringify({ ...body, version: 0 });
  const [saved, setSaved] = useState(now);
  useUnsaved(may && now !== saved);
  const save = useMutation({
    mutationFn: () => call('post', '/api/device/credentials', { body }),
    onSuccess: async () => {
      setSaved(now);
      await client.invalidateQueries({ queryKey: ['credentials'] });
      toasts.done(t('credentialsSaved'));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const field = (name: keyof Basic) => (
    <TextInput
      key={name}
      label={t(name)}
      readOnly={!may}
      autoComplete="off"
      value={basic[name]}
      onChange={(event) => setBasic({ ...basic, [name]: event.currentTarget.value })}
    />
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Select
          label={t('credentialsType')}
          allowDeselect={false}
          readOnly={!may}
          data={[
            { value: 'ACCESS_TOKEN', label: t('token') },
            { value: 'MQTT_BASIC', label: t('mqttBasic') },
            { value: 'X509_CERTIFICATE', label: t('certificate') },
          ]}
          value={type}
          onChange={(next) => setType(next ?? type)}
        />
        {type === 'ACCESS_TOKEN' && (
          <>
            <TextInput
              label={t('token')}
              readOnly={!may}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
              value={token}
              onChange={(event) => setToken(event.currentTarget.value)}
            />
            <Group gap="xs">
              <CopyButton text={token} label={t('copyToken')} withText />
              {may && (
                <Button variant="default" size="xs" leftSection={<RefreshCw size={14} />} onClick={() => setToken(randomToken())}>
                  {t('newToken')}
                </Button>
              )}
            </Group>
          </>
        )}
        {type === 'MQTT_BASIC' && (['clientId', 'userName', 'password'] as const).map(field)}
        {type === 'X509_CERTIFICATE' && (
          <Textarea
            label={t('certificate')}
            autosize
            minRows={6}
            maxRows={14}
            readOnly={!may}
            value={certificate}
            onChange={(event) => setCertificate(event.currentTarget.value)}
          />
        )}
        {save.error !== null && (
          <Alert color="red" role="alert">
            {messageOf(save.error)}
          </Alert>
        )}
        {may && (
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t('save')}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

function bodyOf(stored: Credentials, type: string, token: string, certificate: string, basic: Basic) {
  const credentialsType = type as 'ACCESS_TOKEN' | 'MQTT_BASIC' | 'X509_CERTIFICATE';
  const common = { id: stored.id as never, deviceId: stored.deviceId, version: stored.version, credentialsType };
  switch (credentialsType) {
    case 'ACCESS_TOKEN':
      return { ...common, credentialsId: token, credentialsValue: null };
    case 'X509_CERTIFICATE':
      return { ...common, credentialsId: null, credentialsValue: certificate };
    case 'MQTT_BASIC': {
      const { clientId, userName, password } = basic;
      return { ...common, credentialsId: null, credentialsValue: JSON.stringify({ clientId, userName, password }) };
    }
  }
}

const tokenLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** 20 letters from the browser's strong source; letters past the alphabet's last whole multiple are drawn again. */
function randomToken(): string {
  const letters: string[] = [];
  while (letters.length < 20) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < 248) letters.push(tokenLetters[byte % tokenLetters.length] ?? '');
  }
  return letters.join('');
}
