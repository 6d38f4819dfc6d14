import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { call } from '@/api/http';
import { RelativeTime } from '@/kit/RelativeTime';
import type { EntitiesT } from './descriptor';

interface Account {
  readonly userActivated?: boolean;
  readonly userCredentialsEnabled?: boolean;
  readonly lastLoginTs?: number;
}

/** A list of users does not have what their accounts say, so the rows in sight ask for it. */
function useAccount(userId: string): Account | undefined {
  return useQuery({
    queryKey: ['USER', 'account', userId],
    queryFn: async () => ((await call('get', '/api/user/{userId}', { path: { userId } })).additionalInfo ?? {}) as Account,
    staleTime: 30_000,
  }).data;
}

/** Whether somebody can sign in: invited only, active, or disabled. */
export function UserStatus({ userId, t }: { readonly userId: string; readonly t: EntitiesT }) {
  const account = useAccount(userId);
  if (account === undefined) return null;
  const status = account.userActivated !== true ? 'invited' : account.userCredentialsEnabled === true ? 'active' : 'disabled';
  const colors = { invited: 'blue', active: 'teal', disabled: 'gray' } as const;
  return (
    <Badge variant="light" color={colors[status]} tt="none" fw={500}>
      {t(status)}
    </Badge>
  );
}

export function LastSeen({ userId, t }: { readonly userId: string; readonly t: EntitiesT }) {
  const account = useAccount(userId);
  if (account === undefined) return null;
  return account.lastLoginTs === undefined ? t('never') : <RelativeTime millis={account.lastLoginTs} />;
}
