import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useText } from '@/lib/locale';
import { kitText } from '@/lib/text/kit';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied: "Copy access token". */
  readonly label?: string;
  readonly withText?: boolean;
}

/** Puts a text on the clipboard and shows for a moment that it did. */
export function CopyButton({ text, label, withText = false }: CopyButtonProps) {
  const t = useText(kitText);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [copied]);
  const name = label ?? t('copy');
  const icon = copied ? <Check size={16} /> : <Copy size={16} />;
  const copy = () => void writeClipboard(text).then(setCopied);
  if (withText) {
    return (
      <Button variant="default" size="xs" leftSection={icon} onClick={copy}>
        {copied ? t('copied') : name}
      </Button>
    );
  }
  return (
    <Tooltip label={copied ? t('copied') : name}>
      <ActionIcon variant="subtle" aria-label={name} onClick={copy}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

/** The clipboard needs https or localhost; elsewhere the old way through a selection still works. */
export async function writeClipboard(text: string): Promise<boolean> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return true;
  }
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  return copied;
}
