import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveSocket, type LiveLine } from './live';
import type { EntityCountCommand } from './liveProtocol';

class FakeLine implements LiveLine {
  readonly sent: string[] = [];
  isClosed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.isClosed = true;
  }

  answer(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  commands(): { type: string; cmdId: number }[] {
    return this.sent.flatMap((text) => (JSON.parse(text) as { cmds: { type: string; cmdId: number }[] }).cmds);
  }
}

const count: EntityCountCommand = { type: 'ENTITY_COUNT', query: { entityFilter: { type: 'entityType', entityType: 'DEVICE' } } };
const countFrame = (cmdId: number) => ({ cmdId, errorCode: 0, errorMsg: null, count: 3, cmdUpdateType: 'COUNT_DATA' });

function world(renew: () => Promise<boolean> = () => Promise.resolve(true)) {
  const lines: FakeLine[] = [];
  const open = () => {
    const line = new FakeLine();
    lines.push(line);
    return line;
  };
  return { lines, live: new LiveSocket({ open, renew, random: () => 0.5 }) };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the live socket', () => {
  it('opens when something is followed, and tells the frames', () => {
    const { lines, live } = world();
    const frames: unknown[] = [];
    expect(lines).toHaveLength(0);
    live.subscribe(count, (frame) => frames.push(frame.count));
    expect(live.getState().phase).toBe('connecting');
    lines[0]?.onopen?.();
    expect(live.getState().phase).toBe('connected');
    vi.advanceTimersByTime(0);
    expect(lines[0]?.commands()).toEqual([{ ...count, cmdId: 1 }]);
    lines[0]?.answer(countFrame(1));
    lines[0]?.answer(countFrame(99));
    lines[0]?.onmessage?.({ data: 'nonsense' });
    expect(frames).toEqual([3]);
  });

  it('asks for everything again after a break', () => {
    const { lines, live } = world();
    live.subscribe(count, () => undefined);
    const stop = live.subscribe(count, () => undefined);
    lines[0]?.onopen?.();
    vi.advanceTimersByTime(0);
    stop();
    lines[0]?.onclose?.({ code: 1006, reason: '' });
    expect(live.getState().phase).toBe('reconnecting');
    vi.advanceTimersByTime(2_000);
    lines[1]?.onopen?.();
    vi.advanceTimersByTime(0);
    expect(live.getState().phase).toBe('connected');
    expect(lines[1]?.commands().map((command) => command.cmdId)).toEqual([1]);
  });

  it('waits longer after every failure', async () => {
    const { lines, live } = world();
    live.subscribe(count, () => undefined);
    for (let failure = 0; failure < 6; failure++) {
      lines[failure]?.onclose?.({ code: 1006, reason: '' });
      await vi.advanceTimersByTimeAsync(60_000);
    }
    expect(lines).toHaveLength(7);
    lines[6]?.onclose?.({ code: 1006, reason: '' });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(lines).toHaveLength(7);
    live.hurry();
    expect(lines).toHaveLength(8);
  });

  it('ends when the session did', async () => {
    const { lines, live } = world(() => Promise.resolve(false));
    const phases: string[] = [];
    live.onState(() => phases.push(live.getState().phase));
    live.subscribe(count, () => undefined);
    lines[0]?.onopen?.();
    lines[0]?.onclose?.({ code: 1008, reason: 'Access ended: the token has expired' });
    await vi.advanceTimersByTimeAsync(0);
    expect(live.getState()).toEqual({ phase: 'ended', reason: 'Access ended: the token has expired' });
    live.subscribe(count, () => undefined);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lines).toHaveLength(1);
    expect(phases).toEqual(['connecting', 'connected', 'reconnecting', 'ended']);
  });

  it('comes back when the session could be renewed', async () => {
    const { lines, live } = world();
    live.subscribe(count, () => undefined);
    lines[0]?.onopen?.();
    lines[0]?.onclose?.({ code: 1008, reason: 'Access ended: the token has expired' });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(lines).toHaveLength(2);
  });

  it('tells the server what is not followed any more', () => {
    const { lines, live } = world();
    const stop = live.subscribe(count, () => undefined);
    live.subscribe(count, () => undefined);
    lines[0]?.onopen?.();
    vi.advanceTimersByTime(0);
    stop();
    vi.advanceTimersByTime(0);
    expect(lines[0]?.commands().at(-1)).toEqual({ type: 'ENTITY_COUNT_UNSUBSCRIBE', cmdId: 1 });
  });

  it('sends few commands in one message', () => {
    const { lines, live } = world();
    for (let index = 0; index < 25; index++) live.subscribe(count, () => undefined);
    lines[0]?.onopen?.();
    vi.advanceTimersByTime(0);
    expect(lines[0]?.sent.map((text) => (JSON.parse(text) as { cmds: unknown[] }).cmds.length)).toEqual([10, 10, 5]);
  });

  it('hangs up when nothing is followed for a while', () => {
    const { lines, live } = world();
    const stop = live.subscribe(count, () => undefined);
    lines[0]?.onopen?.();
    stop();
    vi.advanceTimersByTime(60_000);
    expect(lines[0]?.isClosed).toBe(true);
    expect(live.getState().phase).toBe('idle');
    live.subscribe(count, () => undefined);
    expect(lines).toHaveLength(2);
  });
});
