import { Alert, Group, Stack, Text } from '@mantine/core';
import { Link2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { CopyButton, writeClipboard } from '@/kit/CopyButton';
import { useFormats } from '@/lib/format';
import { useText } from '@/lib/locale';
import { accessPeopleText } from '@/lib/text/accessPeople';
import classes from '../access.module.css';
import type { ActivationLink } from './account';

interface LinkShownProps {
  readonly link: ActivationLink;
  readonly name: string;
}

/** The link that opens an account: shown, and put on the clipboard at once. */
export function LinkShown({ link, name }: LinkShownProps) {
  const t = useText(accessPeopleText);
  const formats = useFormats();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    // A browser may refuse the clipboard to a page that was not just clicked; then the button is left.
    writeClipboard(link.value).then(setCopied, () => setCopied(false));
  }, [link.value]);
  return (
    <Stack gap="xs">
      <Text size="sm">{t('linkText', { name })}</Text>
      <Alert icon={<Link2 size={18} />} title={t('link')}>
        <Text className={classes.link} data-testid="activation-link">
          {link.value}
        </Text>
        <Group gap="sm" mt="xs">
          <CopyButton text={link.value} label={t('copyLink')} withText />
          <Text size="xs" role="status">
            {[copied && t('linkCopied'), t('linkUntil', { time: formats.dateTime(link.until) })]
              .filter(Boolean)
              .join(' ')}
          </Text>
        </Group>
      </Alert>
    </Stack>
  );
}
