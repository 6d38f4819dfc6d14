import { useEffect, useState } from 'react';

/** The clock, as often as a sliding chart needs it to move. */
export function useNow(isMoving: boolean, width: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isMoving) return undefined;
    const pause = Math.min(Math.max(width / 600, 1_000), 60_000);
    const timer = setInterval(() => setNow(Date.now()), pause);
    return () => clearInterval(timer);
  }, [isMoving, width]);
  return now;
}
