import { TextInput } from '@mantine/core';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';

interface EndDateProps {
  /** A day as 2026-11-22, or empty for no end. */
  readonly value: string;
  readonly onChange: (day: string) => void;
}

/** The last day of a share; empty means that it does not end. */
export function EndDate({ value, onChange }: EndDateProps) {
  const t = useText(accessText);
  return (
    <TextInput
      type="date"
      label={t('until')}
      description={t('untilHint')}
      min={dayOf(Date.now())}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      w={{ base: '100%', xs: 190 }}
    />
  );
}

/** The first millisecond after a day, in the browser's zone; undefined without a day. */
export function endOf(day: string): number | undefined {
  if (day === '') return undefined;
  const end = new Date(`${day}T00:00:00`);
  end.setDate(end.getDate() + 1);
  return end.getTime();
}

function dayOf(millis: number): string {
  const date = new Date(millis);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}
