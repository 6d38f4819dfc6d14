import { useMemo, useState } from 'react';
import type { Zoom } from '@/widgets/contract';
import type { TimeChoice } from './timewindow';

/** Shorter than this no chart shows anything. */
const SHORTEST_MS = 1_000;

/** Shows a part of the time instead of what was chosen, and brings that back. Another choice ends it. */
export function useZoom(choice: TimeChoice, choose: (choice: TimeChoice) => void): Zoom {
  const [zoomed, setZoomed] = useState<{ readonly before: TimeChoice; readonly shown: TimeChoice } | null>(null);
  const before = zoomed?.shown === choice ? zoomed.before : null;
  return useMemo(
    () => ({
      isZoomed: before !== null,
      to: (startTs, endTs) => {
        const shown: TimeChoice = { ...choice, isLive: false, span: { kind: 'fixed', startTs, endTs: Math.max(endTs, startTs + SHORTEST_MS) } };
        setZoomed({ before: before ?? choice, shown });
        choose(shown);
      },
      back: () => {
        if (before) choose(before);
      },
    }),
    [choice, choose, before],
  );
}
