import { Avatar, Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { send } from '@/api/http';
import { useMe, useSessionChange } from '@/api/session';
import { useToasts } from '@/kit/toast';
import { useLeave } from '@/kit/unsaved';
import { useText } from '@/lib/locale';
import { appText } from '@/lib/text/app';

/** Ends the session and leads to the page for signing in. */
export function useSignOut(): () => void {
  const navigate = useNavigate();
  const change = useSessionChange();
  const toasts = useToasts();
  const leave = useLeave();
  const signOut = async () => {
    try {
      await send('delete', '/api/session');
    } catch (error) {
      toasts.failed(error);
      return;
    }
    change(null);
    await navigate({ to: '/login', ignoreBlocker: true });
  };
  return () => leave(() => void signOut());
}

/** Who is signed in, his profile, light or dark, and the way out. */
export function AccountMenu() {
  const t = useText(appText);
  const me = useMe();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const name = [me.firstName, me.lastName].filter(Boolean).join(' ') || me.email;
  return (
    <Menu position="bottom-end" width={250} withinPortal>
      <Menu.Target>
        <UnstyledButton aria-label={t('account', { name })}>
          <Avatar radius="xl" size={34} color="teal">
            <UserRound size={18} aria-hidden />
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
            {name}
          </Text>
          <Text size="xs" truncate>
            {me.email}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item leftSection={<UserRound size={16} />} onClick={() => void navigate({ to: '/profile' })}>
          {t('profile')}
        </Menu.Item>
        <Menu.Label>{t('appearance')}</Menu.Label>
        <SchemeItems />
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={16} />} onClick={signOut}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const schemes = [
  { value: 'light', label: 'light', icon: Sun },
  { value: 'dark', label: 'dark', icon: Moon },
  { value: 'auto', label: 'system', icon: Monitor },
] as const;

/** Light, dark, or as the system has it; the menu stays open to compare. */
function SchemeItems() {
  const t = useText(appText);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(scheme as typeof colorScheme)}>
      {schemes.map(({ value, label, icon: Icon }) => (
        <Menu.RadioItem key={value} value={value} rightSection={<Icon size={16} aria-hidden />}>
          {t(label)}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}
