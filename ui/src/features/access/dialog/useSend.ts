import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useOutcome } from '@/kit/outcome';
import { useToasts } from '@/kit/toast';
import type { Undo } from '../model/change';
import { refreshAll } from '../model/queries';

interface Send<T> {
  readonly send: (value: T) => void;
  readonly busy: boolean;
  readonly error: unknown;
}

/** Makes a change, tells it in a toast that can take it back, and lets every list show the new state. */
export function useSend<T>(change: (value: T) => Promise<Undo>, told: string, onDone: () => void): Send<T> {
  const client = useQueryClient();
  const toasts = useToasts();
  const didSomething = useOutcome();
  const mutation = useMutation({
    mutationFn: change,
    onSuccess: (undo) => {
      toasts.done(told, async () => {
        await undo();
        await refreshAll(client);
      });
      void refreshAll(client);
      didSomething();
      onDone();
    },
  });
  return { send: mutation.mutate, busy: mutation.isPending, error: mutation.error };
}
