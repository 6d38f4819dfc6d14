import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { call } from './http';
import { type EntityRef, flagField } from '@/lib/entity';
import { abilitiesQuery, useMe } from './session';

export type Operation =
  | 'CREATE' | 'READ' | 'WRITE' | 'DELETE' | 'RPC_CALL' | 'READ_CREDENTIALS' | 'WRITE_CREDENTIALS'
  | 'READ_ATTRIBUTES' | 'WRITE_ATTRIBUTES' | 'READ_TELEMETRY' | 'WRITE_TELEMETRY' | 'ADD_TO_GROUP'
  | 'REMOVE_FROM_GROUP' | 'CHANGE_OWNER' | 'IMPERSONATE' | 'SHARE_GROUP';

/** Asks what the user may do with what his owner holds: `can('CREATE', 'DEVICE')`. The server decides and told us. */
export type Can = (operation: Operation, resource: string) => boolean;

export function useCan(): Can {
  const generic = useQuery(abilitiesQuery).data?.userPermissions?.genericPermissions;
  return useCallback<Can>(
    (operation, resource) =>
      [...(generic?.[resource] ?? []), ...(generic?.['ALL'] ?? [])].some((held) => held === operation || held === 'ALL'),
    [generic],
  );
}

/**
 * Whether the user sees his dashboards only, alone on the screen. An administrator who looks after the users of the
 * tenant keeps the console: nobody else could take this back.
 */
export function useIsForced(): boolean {
  const { additionalInfo, authority } = useMe();
  const can = useCan();
  return flagField(additionalInfo, 'defaultDashboardFullscreen') && !(authority === 'TENANT_ADMIN' && can('WRITE', 'USER'));
}

/** Whether the user may do something with one entity, for which the server looks at shares too. Undefined: not known yet. */
export function useMay(operation: Operation, ref: EntityRef | undefined): boolean | undefined {
  return useQuery(mayQuery(operation, ref)).data;
}

/** Which of some operations the user may do with one entity. Undefined until all of them are known. */
export function useMayOf(operations: readonly Operation[], ref: EntityRef): ReadonlySet<Operation> | undefined {
  const answers = useQueries({ queries: operations.map((operation) => mayQuery(operation, ref)) });
  if (answers.some(({ isPending }) => isPending)) return undefined;
  return new Set(operations.filter((_, at) => answers[at]?.data === true));
}

function mayQuery(operation: Operation, ref: EntityRef | undefined) {
  return queryOptions({
    queryKey: ['may', operation, ref?.entityType, ref?.id],
    queryFn: () =>
      call('get', '/api/permission/{entityType}/{entityId}/{operation}', {
        path: { entityType: ref?.entityType ?? '', entityId: ref?.id ?? '', operation },
      }),
    enabled: ref !== undefined,
    staleTime: 30_000,
  });
}
