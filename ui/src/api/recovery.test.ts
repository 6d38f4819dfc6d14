import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '@/lib/problem';
import { recoverAfterOutages } from './recovery';

describe('the recovery after an outage', () => {
  let client: QueryClient;
  let leave: (() => void)[];
  let isUp: boolean;
  let asked: number;

  beforeEach(() => {
    vi.useFakeTimers();
    client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    isUp = false;
    asked = 0;
    leave = [
      recoverAfterOutages(client, () => {
        asked++;
        return Promise.resolve(isUp);
      }),
    ];
  });
  afterEach(() => {
    leave.forEach((each) => each());
    client.clear();
    vi.useRealTimers();
  });

  const show = (status: () => number) => {
    const answer = vi.fn(() => (status() === 200 ? Promise.resolve('a list') : Promise.reject(new Problem(status(), 'no'))));
    const observer = new QueryObserver(client, { queryKey: ['list'], queryFn: answer });
    leave.push(observer.subscribe(() => undefined));
    return { observer, answer };
  };

  it('asks for a list again within seconds of the server answering, and only then', async () => {
    const { observer, answer } = show(() => (isUp ? 200 : 0));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(answer, 'the list itself is not asked for meanwhile').toHaveBeenCalledTimes(1);
    expect(asked).toBeGreaterThan(20);
    isUp = true;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(observer.getCurrentResult().data).toBe('a list');
    const before = asked;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked, 'nothing is asked while all is well').toBe(before);
  });

  it('asks at once when the machine is back on its network', async () => {
    const { observer } = show(() => (isUp ? 200 : 0));
    await vi.advanceTimersByTimeAsync(100);
    isUp = true;
    window.dispatchEvent(new Event('online'));
    await vi.advanceTimersByTimeAsync(1);
    expect(observer.getCurrentResult().data).toBe('a list');
  });

  it('asks more and more rarely for what fails on a server that answers', async () => {
    isUp = true;
    const { answer } = show(() => 500);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(answer.mock.calls.length).toBeGreaterThan(4);
    expect(answer.mock.calls.length).toBeLessThan(12);
  });

  it('leaves alone what was refused', async () => {
    isUp = true;
    const { answer } = show(() => 403);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(answer).toHaveBeenCalledTimes(1);
    expect(asked).toBe(0);
  });
});
