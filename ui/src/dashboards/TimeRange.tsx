import '@mantine/dates/styles.css';
import { Button, Divider, Group, Stack, Text } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useState } from 'react';
import { useLocale, useText } from '@/lib/locale';
import { dashboardsText } from '@/lib/text/dashboards';
import type { TimeChoice } from './timewindow';
import { wallTime } from './zone';

interface TimeRangeProps {
  readonly choice: TimeChoice;
  readonly onChoose: (choice: TimeChoice) => void;
}

/** A span between two moments of the reader's clock. */
export function TimeRange({ choice, onChoose }: TimeRangeProps) {
  const t = useText(dashboardsText);
  const { zone } = useLocale();
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const [startTs, endTs] = [from, to].map((text) => (text ? wallTime(text, zone) : 0));
  const isWhole = startTs !== undefined && endTs !== undefined && startTs > 0 && startTs < endTs;
  return (
    <Stack gap={6}>
      <Divider label={<Text size="xs">{t('range')}</Text>} />
      <DateTimePicker size="xs" label={t('from')} value={from} onChange={setFrom} popoverProps={{ withinPortal: false }} />
      <DateTimePicker size="xs" label={t('to')} value={to} onChange={setTo} popoverProps={{ withinPortal: false }} />
      <Group justify="flex-end">
        <Button
          size="xs"
          disabled={!isWhole}
          onClick={() => isWhole && onChoose({ ...choice, isLive: false, span: { kind: 'fixed', startTs, endTs } })}
        >
          {t('apply')}
        </Button>
      </Group>
    </Stack>
  );
}
