import { TextInput } from '@mantine/core';
import { useText } from '@/lib/locale';
import { signinText } from '@/lib/text/signin';

interface EmailFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The address that a person signs in with; the first field of its form. */
export function EmailField({ value, onChange }: EmailFieldProps) {
  const t = useText(signinText);
  return (
    <TextInput
      label={t('email')}
      type="email"
      autoComplete="username"
      required
      withAsterisk={false}
      autoFocus
      value={value}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}
