import { Button } from '@mantine/core';
import { Lock, LogIn, SearchX } from 'lucide-react';
import { EmptyState } from '@/kit/states';
import { useText } from '@/lib/locale';
import { dashboardsText } from '@/lib/text/dashboards';

interface MissingProps {
  readonly name: string;
  readonly onBack: () => void;
}

/** What is not there, or not for this viewer: one view for both. */
export function MissingView({ name, onBack }: MissingProps) {
  const t = useText(dashboardsText);
  return (
    <EmptyState
      icon={<SearchX size={24} />}
      title={t('missingTitle')}
      text={t('missingText')}
      action={
        <Button variant="default" onClick={onBack}>
          {t('backToStart', { name: name || t('start') })}
        </Button>
      }
    />
  );
}

/** The session is over while a dashboard was open. */
export function SignedOutView() {
  const t = useText(dashboardsText);
  return (
    <EmptyState
      icon={<Lock size={24} />}
      title={t('sessionEndedTitle')}
      text={t('sessionEndedText')}
      action={
        <Button component="a" href="/login" leftSection={<LogIn size={16} aria-hidden />}>
          {t('signIn')}
        </Button>
      }
    />
  );
}
