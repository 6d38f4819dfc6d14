import { Box, Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { MapPinOff } from 'lucide-react';
import { EmptyState } from '@/kit/states';
import { useText } from '@/lib/locale';
import { appText } from '@/lib/text/app';

export function NotFoundPage() {
  const t = useText(appText);
  return (
    <Box pt="8vh">
      <EmptyState
        order={1}
        icon={<MapPinOff size={24} />}
        title={t('pageMissing')}
        text={t('pageMissingText')}
        action={
          <Button component={Link} to="/" variant="default">
            {t('toStart')}
          </Button>
        }
      />
    </Box>
  );
}
