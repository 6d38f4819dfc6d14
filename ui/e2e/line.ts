import { expect, type Page } from '@playwright/test';

interface Frame {
  readonly cmdId?: number;
  readonly subscriptionId?: number;
  readonly errorCode: number;
  readonly errorMsg: string | null;
  readonly data?: {
    readonly totalElements?: number;
    readonly data?: readonly { readonly entityId: { readonly id: string } }[];
  } | null;
}

/** A socket of the page's own, beside that of the app, opened by the browser with the page's cookie. */
export class Line {
  private next = 0;

  constructor(private readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.evaluate(async () => {
      const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/api/ws`);
      const frames: string[] = [];
      socket.addEventListener('message', ({ data }) => frames.push(String(data)));
      Object.assign(window, { ownLine: { socket, frames } });
      await new Promise((resolve, reject) => {
        socket.addEventListener('open', resolve);
        socket.addEventListener('error', reject);
      });
    });
  }

  /** Sends a command; gives its number. */
  async send(command: object): Promise<number> {
    const cmdId = ++this.next;
    await this.page.evaluate(
      (text) => {
        (window as unknown as { ownLine: { socket: WebSocket } }).ownLine.socket.send(text);
      },
      JSON.stringify({ cmds: [{ ...command, cmdId }] }),
    );
    return cmdId;
  }

  texts(): Promise<readonly string[]> {
    return this.page.evaluate(() => (window as unknown as { ownLine: { frames: string[] } }).ownLine.frames);
  }

  /** The first answer to a command. */
  async answer(command: object): Promise<Frame> {
    const id = await this.send(command);
    const find = async () =>
      (await this.texts())
        .map((text) => JSON.parse(text) as Frame)
        .find((frame) => (frame.cmdId ?? frame.subscriptionId) === id);
    await expect.poll(find, { message: JSON.stringify(command) }).toBeDefined();
    return (await find()) as Frame;
  }
}

/** What a socket answers about things that are not the caller's to see. */
export const unauthorized = 3;

/** Asks for the names and temperatures of what a filter finds, and for what comes later. */
export function dataQuery(entityFilter: object): object {
  return {
    type: 'ENTITY_DATA',
    query: {
      entityFilter,
      pageLink: {
        page: 0,
        pageSize: 50,
        textSearch: null,
        dynamic: true,
        sortOrder: { key: { type: 'ENTITY_FIELD', key: 'name' }, direction: 'ASC' },
      },
      entityFields: [{ type: 'ENTITY_FIELD', key: 'name' }],
      latestValues: [{ type: 'TIME_SERIES', key: 'temperature' }],
    },
    latestCmd: { keys: [{ type: 'TIME_SERIES', key: 'temperature' }] },
  };
}
