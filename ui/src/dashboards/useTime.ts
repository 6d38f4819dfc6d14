import { useEffect, useMemo, useState } from 'react';
import { useLocale } from '@/lib/locale';
import { resolveTime, type ResolvedTime, type TimeChoice, type Timewindow } from './timewindow';

const LONGEST_TIMER_MS = 2_000_000_000;

/** The time as moments; it is resolved again when its name means another span, such as at midnight. */
export function useResolvedTime(window: Timewindow, choice: TimeChoice): ResolvedTime {
  const { zone } = useLocale();
  const [turn, setTurn] = useState(0);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- A new turn means that the clock has moved on.
  const resolved = useMemo(() => resolveTime(window, choice, Date.now(), zone), [window, choice, zone, turn]);
  useEffect(() => {
    if (!Number.isFinite(resolved.validUntil)) return undefined;
    const pause = Math.min(Math.max(resolved.validUntil - Date.now(), 1_000), LONGEST_TIMER_MS);
    const timer = setTimeout(() => setTurn((former) => former + 1), pause);
    return () => clearTimeout(timer);
  }, [resolved]);
  return resolved;
}
