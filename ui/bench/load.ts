import { connect, type Socket } from 'node:net';

const LINES = 8;
const TICK_MS = 20;

/** Posts telemetry over the HTTP device API, pipelined on a few kept connections: cheap for the machine it measures on. */
export class Load {
  private readonly lines: Socket[] = [];
  private sent = 0;
  private answered = 0;
  private refused = 0;

  private constructor(private readonly host: string) {}

  static async open(url: string): Promise<Load> {
    const { hostname, port, host } = new URL(url);
    const load = new Load(host);
    for (let line = 0; line < LINES; line++) {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
      socket.setEncoding('latin1');
      socket.on('data', (text: string) => load.count(text));
      load.lines.push(socket);
    }
    return load;
  }

  private count(text: string): void {
    this.answered += text.split('HTTP/1.1 ').length - 1;
    this.refused += (text.match(/HTTP\/1\.1 [345]/g) ?? []).length;
  }

  post(token: string, values: Readonly<Record<string, number>>): void {
    const body = JSON.stringify(values);
    const line = this.lines[this.sent++ % LINES];
    line?.write(
      `POST /api/v1/${token}/telemetry HTTP/1.1\r\nHost: ${this.host}\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    );
  }

  /** Lets each of so many devices post once a second, spread evenly, until the returned function is called. */
  everySecond(devices: number, post: (device: number, second: number) => void): () => void {
    const started = Date.now();
    let done = 0;
    const timer = setInterval(() => {
      const due = Math.floor(((Date.now() - started) * devices) / 1000);
      for (; done < due; done++) post(done % devices, Math.floor(done / devices));
    }, TICK_MS);
    return () => clearInterval(timer);
  }

  /** What came of the posts, for a look at whether the load was as wanted. */
  outcome(): { readonly sent: number; readonly answered: number; readonly refused: number } {
    return { sent: this.sent, answered: this.answered, refused: this.refused };
  }

  close(): void {
    this.lines.forEach((line) => line.destroy());
  }
}
