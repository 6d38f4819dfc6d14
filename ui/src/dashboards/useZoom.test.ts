import { act, renderHook } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import type { TimeChoice } from './timewindow';
import { useZoom } from './useZoom';

const day: TimeChoice = { isLive: true, span: { kind: 'last', millis: 86_400_000 }, agg: 'AVG' };

function open() {
  return renderHook(() => {
    const [choice, choose] = useState(day);
    return { choice, choose, zoom: useZoom(choice, choose) };
  });
}

describe('zooming into a time', () => {
  it('shows the part, also of a part, and then what was there at first', () => {
    const { result } = open();
    act(() => result.current.zoom.to(10_000, 90_000));
    act(() => result.current.zoom.to(20_000, 20_200));
    expect(result.current.choice).toEqual({ isLive: false, span: { kind: 'fixed', startTs: 20_000, endTs: 21_000 }, agg: 'AVG' });
    expect(result.current.zoom.isZoomed).toBe(true);
    act(() => result.current.zoom.back());
    expect(result.current.choice).toBe(day);
    expect(result.current.zoom.isZoomed).toBe(false);
  });

  it('ends with another choice, which nothing takes back', () => {
    const { result } = open();
    act(() => result.current.zoom.to(10_000, 90_000));
    const week: TimeChoice = { ...day, span: { kind: 'last', millis: 7 * 86_400_000 } };
    act(() => result.current.choose(week));
    expect(result.current.zoom.isZoomed).toBe(false);
    act(() => result.current.zoom.back());
    expect(result.current.choice).toBe(week);
  });
});
