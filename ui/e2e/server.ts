import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const jar = join(root, 'target/quarkus-app/quarkus-run.jar');

export const password = 'browser-test-secret-7';
export const people = {
  tenant: 'tenant@demo.atrium.local',
  emma: 'emma@customer-a.example',
  jack: 'jack@customer-b.example',
} as const;

/** The packaged server with the demo world, as a process of its own, on free ports and in a folder of its own. */
export class Server {
  private constructor(
    readonly url: string,
    private readonly process: ChildProcess,
    private readonly data: string,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<Server> {
    if (!existsSync(jar)) throw new Error(`${jar} is missing: browser tests run after mvn package`);
    const data = mkdtempSync(join(tmpdir(), 'atrium-browser-'));
    const java = process.env['JAVA_HOME'] === undefined ? 'java' : join(process.env['JAVA_HOME'], 'bin/java');
    const child = spawn(
      java,
      [
        '-XX:+UseCompactObjectHeaders',
        '--enable-native-access=ALL-UNNAMED',
        '-Djava.util.logging.manager=org.jboss.logmanager.LogManager',
        '-jar',
        jar,
      ],
      {
        cwd: root,
        env: {
          ...process.env,
          ATRIUM_DATA: data,
          ATRIUM_HTTP_PORT: '0',
          ATRIUM_MQTT_PORT: '0',
          ATRIUM_DEMO: 'true',
          ATRIUM_DEMO_HISTORY: '2d',
          ATRIUM_DEMO_PASSWORD: password,
          ATRIUM_SYSADMIN_PASSWORD: password,
          ATRIUM_LOGIN_ATTEMPTS_PER_MINUTE: '100000',
          ...settings,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const log = createWriteStream(join(data, 'server.out'));
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    const ports = join(data, 'ports.json');
    await until(120_000, () => existsSync(ports) || child.exitCode !== null);
    if (child.exitCode !== null) throw new Error(`The server did not start:\n${readFileSync(join(data, 'server.out'), 'utf8')}`);
    const { http } = JSON.parse(readFileSync(ports, 'utf8')) as { http: number };
    return new Server(`http://localhost:${http}`, child, data);
  }

  async stop(): Promise<void> {
    this.process.kill('SIGTERM');
    await until(40_000, () => this.process.exitCode !== null || this.process.signalCode !== null);
    rmSync(this.data, { recursive: true, force: true });
  }

  /** What the server has written to its log. */
  log(): string {
    return readFileSync(join(this.data, 'server.out'), 'utf8');
  }

  /** Calls the API as a client with a token, past the browser. */
  async api(token: string, method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
    const init: RequestInit = {
      method,
      headers: { 'X-Authorization': `Bearer ${token}`, 'Content-Type': 'application/json' },
    };
    if (body !== undefined) init.body = JSON.stringify(body);
    const answer = await fetch(this.url + path, init);
    const text = await answer.text();
    return { status: answer.status, json: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text };
  }

  async token(email: string): Promise<string> {
    const answer = await fetch(`${this.url}/api/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: email, password }),
    });
    return ((await answer.json()) as { token: string }).token;
  }
}

/** Waits for something outside of the browser. */
export async function until(limitMs: number, condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Nothing came within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
