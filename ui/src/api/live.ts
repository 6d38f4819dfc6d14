/**
 * The live socket of a session: one line that every view of the page shares. It opens when something is followed, comes
 * back by itself after a break and asks for everything again, and says in what state it is.
 */
import { writeExact } from '@/lib/json';
import {
  readFrame,
  unsubscribeOf,
  type FrameOf,
  type LiveCommand,
  type LiveFrame,
} from './liveProtocol';

export type LivePhase = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'ended';

export interface LiveState {
  readonly phase: LivePhase;
  /** What the server said when it closed the line; empty if it said nothing. */
  readonly reason: string;
}

/** The part of a WebSocket that is used; a test gives its own. */
export interface LiveLine {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null;
}

export interface LiveOptions {
  /** Opens a line; throws if that is impossible. */
  readonly open: () => LiveLine;
  /** Asks whether there is still a session, renewing it if need be; false ends the socket for good. */
  readonly renew: () => Promise<boolean>;
  /** 0 (inclusive) to 1 (exclusive): spreads the returns of many clients. */
  readonly random?: () => number;
}

interface Subscription {
  readonly command: LiveCommand;
  readonly listen: (frame: LiveFrame) => void;
}

/** Close codes by what they mean for the client. */
const BAD_TOKEN = 1007;
const POLICY = 1008;

const COMMANDS_PER_MESSAGE = 10;
const BYTES_PER_MESSAGE = 30_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const LINGER_MS = 20_000;
/** Attempts without an answer before the session itself is doubted. */
const DOUBT_AFTER = 2;

const ACCESS_ENDED = 'Access ended';

export class LiveSocket {
  private readonly options: LiveOptions;
  private readonly subscriptions = new Map<number, Subscription>();
  private readonly listeners = new Set<() => void>();
  private readonly outbox: { readonly id: number; readonly text: string }[] = [];
  private state: LiveState = { phase: 'idle', reason: '' };
  private line: LiveLine | null = null;
  private isOpen = false;
  private wasOpen = false;
  private nextId = 1;
  private failures = 0;
  private flushTimer: ReturnType<typeof setTimeout> | null = null;
  private returnTimer: ReturnType<typeof setTimeout> | null = null;
  private lingerTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: LiveOptions) {
    this.options = options;
  }

  // ---- state, as an external store -------------------------------------------------------------------------------

  readonly getState = (): LiveState => this.state;

  readonly onState = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private become(phase: LivePhase, reason = ''): void {
    if (this.state.phase !== phase || this.state.reason !== reason) {
      this.state = { phase, reason };
      this.listeners.forEach((listener) => listener());
    }
  }

  // ---- what is followed ------------------------------------------------------------------------------------------

  /**
   * Follows what a command asks for until the returned function is called. After a break the first answer comes again,
   * so a listener takes a full answer for the whole truth.
   */
  subscribe<C extends LiveCommand>(command: C, listen: (frame: FrameOf<C>) => void): () => void {
    const id = this.nextId++;
    // The server answers a command with its own kind of frame; this is the one place where that is taken on trust.
    this.subscriptions.set(id, { command, listen: listen as (frame: LiveFrame) => void });
    this.queue(id, { ...command, cmdId: id });
    this.connect();
    return () => this.unsubscribe(id);
  }

  private unsubscribe(id: number): void {
    const known = this.subscriptions.get(id);
    if (!known) {
      return;
    }
    this.subscriptions.delete(id);
    const waiting = this.outbox.findIndex((entry) => entry.id === id);
    if (waiting >= 0) {
      this.outbox.splice(waiting, 1);
    } else if (this.isOpen) {
      this.queue(id, unsubscribeOf(known.command, id));
    }
    if (this.subscriptions.size === 0) {
      this.linger();
    }
  }

  /** Hangs up; what is followed later opens the line again. */
  rest(): void {
    this.hangUp();
    this.wasOpen = false;
    this.failures = 0;
    this.become('idle');
  }

  /** Tries at once instead of at the end of the pause; for a page that comes back to the front. */
  readonly hurry = (): void => {
    if (this.returnTimer) {
      this.failures = 0;
      this.reopen();
    }
  };

  // ---- the line --------------------------------------------------------------------------------------------------

  private connect(): void {
    if (this.lingerTimer) {
      clearTimeout(this.lingerTimer);
      this.lingerTimer = null;
    }
    if (!this.line && !this.returnTimer && this.state.phase !== 'ended') {
      this.reopen();
    }
  }

  private reopen(): void {
    if (this.returnTimer) {
      clearTimeout(this.returnTimer);
      this.returnTimer = null;
    }
    this.become(this.wasOpen ? 'reconnecting' : 'connecting', this.state.reason);
    let line: LiveLine;
    try {
      line = this.options.open();
    } catch {
      this.pause('');
      return;
    }
    this.line = line;
    line.onopen = () => this.opened(line);
    line.onmessage = (event) => this.received(line, event.data);
    line.onclose = (event) => this.closed(line, event.code, event.reason);
  }

  private opened(line: LiveLine): void {
    if (line !== this.line) {
      return;
    }
    this.isOpen = true;
    this.wasOpen = true;
    this.become('connected');
    this.outbox.length = 0;
    this.subscriptions.forEach((subscription, id) => this.queue(id, { ...subscription.command, cmdId: id }));
  }

  private received(line: LiveLine, data: unknown): void {
    if (line !== this.line || typeof data !== 'string') {
      return;
    }
    this.failures = 0;
    const read = readFrame(data);
    if (read) {
      this.subscriptions.get(read.id)?.listen(read.frame);
    }
  }

  private closed(line: LiveLine, code: number, reason: string): void {
    if (line !== this.line) {
      return;
    }
    this.line = null;
    this.isOpen = false;
    if (this.subscriptions.size === 0) {
      this.become('idle');
      return;
    }
    this.failures++;
    const doubtful = code === BAD_TOKEN || (code === POLICY && reason.startsWith(ACCESS_ENDED));
    if (doubtful || this.failures > DOUBT_AFTER) {
      void this.askForSession(reason);
    } else {
      this.pause(reason);
    }
  }

  /** The line may have ended because the session did: only the server knows. */
  private async askForSession(reason: string): Promise<void> {
    this.become('reconnecting', reason);
    let lives: boolean;
    try {
      lives = await this.options.renew();
    } catch {
      lives = true;
    }
    if (this.line || this.returnTimer || this.state.phase !== 'reconnecting') {
      return;
    }
    if (lives) {
      this.pause(reason);
    } else {
      this.finish(reason || ACCESS_ENDED);
    }
  }

  private pause(reason: string): void {
    this.become(this.wasOpen ? 'reconnecting' : 'connecting', reason);
    const random = this.options.random ?? Math.random;
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.failures, 10));
    this.returnTimer = setTimeout(() => this.reopen(), longest * (0.5 + random() / 2));
  }

  private linger(): void {
    this.lingerTimer = setTimeout(() => {
      if (this.subscriptions.size === 0 && this.state.phase !== 'ended') {
        this.rest();
      }
    }, LINGER_MS);
  }

  private finish(reason: string): void {
    this.hangUp();
    this.become('ended', reason);
  }

  private hangUp(): void {
    for (const timer of [this.flushTimer, this.returnTimer, this.lingerTimer]) {
      if (timer) {
        clearTimeout(timer);
      }
    }
    this.flushTimer = this.returnTimer = this.lingerTimer = null;
    const line = this.line;
    this.line = null;
    this.isOpen = false;
    this.outbox.length = 0;
    line?.close(1000, '');
  }

  // ---- sending ---------------------------------------------------------------------------------------------------

  /** Commands of one moment go out together, as many as a message may hold. */
  private queue(id: number, command: object): void {
    this.outbox.push({ id, text: writeExact(command) });
    if (this.isOpen && !this.flushTimer) {
      this.flushTimer = setTimeout(() => this.flush(), 0);
    }
  }

  private flush(): void {
    this.flushTimer = null;
    while (this.isOpen && this.line && this.outbox.length > 0) {
      const message: string[] = [];
      let bytes = 0;
      for (let next = this.outbox[0]; next && message.length < COMMANDS_PER_MESSAGE; next = this.outbox[0]) {
        if (message.length > 0 && bytes + next.text.length > BYTES_PER_MESSAGE) {
          break;
        }
        bytes += next.text.length;
        message.push(next.text);
        this.outbox.shift();
      }
      this.line.send(`{"cmds":[${message.join(',')}]}`);
    }
  }
}

/** Opens a line to the server that the page came from; the session's cookie says who it is. */
export function openLine(location: { readonly protocol: string; readonly host: string }): LiveLine {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  // A WebSocket's handlers take wider events than LiveLine's do, so it fits.
  return new WebSocket(`${scheme}://${location.host}/api/ws`) as LiveLine;
}
