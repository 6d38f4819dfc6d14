import { Alert, Button, Stack } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { openSession, type SessionCall, useSessionChange } from '@/api/session';
import { Loaded } from '@/kit/states';
import { useAddress } from '@/kit/useAddress';
import { useText } from '@/lib/locale';
import { signinText } from '@/lib/text/signin';
import { Card } from './Card';
import { useLinkState } from './linkState';
import { NewPassword } from './NewPassword';

type Purpose = 'create' | 'reset';

interface Way {
  readonly check: '/api/noauth/activate' | '/api/noauth/resetPassword';
  readonly parameter: 'activateToken' | 'resetToken';
  readonly session: SessionCall;
}

const ways: Readonly<Record<Purpose, Way>> = {
  create: { check: '/api/noauth/activate', parameter: 'activateToken', session: '/api/session/activate' },
  reset: { check: '/api/noauth/resetPassword', parameter: 'resetToken', session: '/api/session/resetPassword' },
};

/** Where an invitation and a link of a forgotten password lead: choose a password, be signed in. */
function LinkPage({ purpose }: { readonly purpose: Purpose }) {
  const t = useText(signinText);
  const [search] = useAddress();
  const { check, parameter, session } = ways[purpose];
  const token = search[parameter] ?? '';
  const state = useLinkState(check, parameter, token);
  const change = useSessionChange();
  const navigate = useNavigate();
  const choose = async (password: string) => {
    change(await openSession(session, { [parameter]: token, password }));
    await navigate({ to: '/', replace: true });
  };
  return (
    <Loaded query={state}>
      {(link) =>
        link === 'good' ? (
          <Card title={t(`${purpose}Title`)} text={t(`${purpose}Text`)}>
            {search['old'] !== undefined && <Alert color="yellow">{t('passwordOld')}</Alert>}
            <NewPassword verb={t(`${purpose}Verb`)} onSubmit={choose} />
          </Card>
        ) : (
          <BadLink purpose={purpose} expired={link === 'expired'} />
        )
      }
    </Loaded>
  );
}

/** Says why a link does not work and what helps. */
export function BadLink({ purpose, expired }: { readonly purpose: Purpose; readonly expired: boolean }) {
  const t = useText(signinText);
  const key = `${purpose === 'create' ? 'activation' : 'reset'}${expired ? 'Expired' : 'Used'}` as const;
  return (
    <Card title={t(`${key}Title`)} text={t(`${key}Text`)}>
      <Stack gap="xs">
        {purpose === 'reset' && (
          <Button component={Link} to="/login/forgotten">
            {t('newLink')}
          </Button>
        )}
        <Button component={Link} to="/login" variant="default">
          {t('backToSignIn')}
        </Button>
      </Stack>
    </Card>
  );
}

export function CreatePasswordPage() {
  return <LinkPage purpose="create" />;
}

export function ResetPasswordPage() {
  return <LinkPage purpose="reset" />;
}
