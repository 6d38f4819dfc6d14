import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useText } from '@/lib/locale';
import { signinText } from '@/lib/text/signin';
import { Card } from './Card';
import { BadLink } from './LinkPage';

/** For whom what he looked at is no longer there. */
export function AccessEndedPage() {
  const t = useText(signinText);
  return (
    <Card title={t('accessEndedTitle')} text={t('accessEndedText')}>
      <Button component={Link} to="/login" variant="default">
        {t('backToSignIn')}
      </Button>
    </Card>
  );
}

export function ActivationExpiredPage() {
  return <BadLink purpose="create" expired />;
}

export function ResetExpiredPage() {
  return <BadLink purpose="reset" expired />;
}
