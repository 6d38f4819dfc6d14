import { Text } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useFormats } from '@/lib/format';

/** A clock that runs a little ahead of ours must not put a reading into the future. */
const skew = 60_000;

const listeners = new Set<() => void>();
let minute = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** One timer moves all relative times of the page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    minute = Date.now();
    for (const each of listeners) each();
  }, 30_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** "3 minutes ago", with the exact moment on hover. */
export function RelativeTime({ millis }: { readonly millis: number | null | undefined }) {
  const formats = useFormats();
  const now = useSyncExternalStore(subscribe, () => minute);
  if (millis === undefined || millis === null || millis === 0) return <Text span inherit c="dimmed">–</Text>;
  // A title and no tooltip of the kit: there is one in each row of a long list.
  return (
    <time dateTime={new Date(millis).toISOString()} title={formats.moment(millis)}>
      {formats.relative(millis, millis > now && millis - now < skew ? millis : now)}
    </time>
  );
}
