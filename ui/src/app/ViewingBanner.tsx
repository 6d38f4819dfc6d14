import { Button, Group, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Eye } from 'lucide-react';
import { send } from '@/api/http';
import { useMe, useSession, useSessionChange } from '@/api/session';
import { useToasts } from '@/kit/toast';
import { useFormats } from '@/lib/format';
import { useText } from '@/lib/locale';
import { appText } from '@/lib/text/app';
import classes from './app.module.css';

/** Says all the time that somebody looks on as somebody else, and leads back. */
export function ViewingBanner() {
  const t = useText(appText);
  const formats = useFormats();
  const session = useSession();
  const me = useMe();
  const change = useSessionChange();
  const navigate = useNavigate();
  const toasts = useToasts();
  const viewing = session?.viewingAs;
  if (viewing === undefined) return null;
  const fullName = [me.firstName, me.lastName].filter(Boolean).join(' ');
  const stop = async () => {
    try {
      await send('delete', '/api/session/viewAs');
      change(null);
      await navigate({ to: '/', reloadDocument: true });
    } catch (error) {
      toasts.failed(error);
    }
  };
  return (
    <Group className={classes.viewing} role="status" gap="sm" px="md" py={6}>
      <Group gap="sm" wrap="nowrap">
        <Eye size={18} aria-hidden style={{ flex: 'none' }} />
        <Text size="sm" fw={600}>
          {t('viewingAs', { name: fullName || viewing.name || me.email, by: viewing.by })}
        </Text>
      </Group>
      <Text size="sm">{t('viewingUntil', { time: formats.time(viewing.until) })}</Text>
      <Button size="compact-sm" variant="white" ml="auto" onClick={() => void stop()}>
        {t('stopViewing')}
      </Button>
    </Group>
  );
}
