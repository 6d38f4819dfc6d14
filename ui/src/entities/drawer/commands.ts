/** Where somebody types a command. */
export type Shell = 'unix' | 'windows' | 'docker';
export const shells: readonly Shell[] = ['unix', 'windows', 'docker'];

/** The words of a command for a POSIX shell: bare, or in single quotes, with a quote between two such parts. */
export function wordsOf(command: string): string[] {
  const words = command.match(/(?:'[^']*'|\\.|[^\s'\\])+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|\\(.)/g, (_, quoted: string | undefined, single: string | undefined) => quoted ?? single ?? ''));
}

function forWindows(word: string): string {
  return /^[\w./:=,-]+$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`;
}

/** Images that hold a tool; a tool without one has no line for Docker. */
const images: Readonly<Record<string, string>> = {
  curl: 'curlimages/curl',
  mosquitto_pub: 'eclipse-mosquitto mosquitto_pub',
};

/** A command for a shell; undefined if there is none. */
export function commandFor(command: string, shell: Shell): string | undefined {
  const words = wordsOf(command);
  switch (shell) {
    case 'unix':
      return command;
    case 'windows':
      return words.map(forWindows).join(' ').replace(/^curl /, 'curl.exe ');
    case 'docker': {
      const image = images[words[0] ?? ''];
      return image === undefined ? undefined : command.replace(/^\S+/, `docker run --rm --network host ${image}`);
    }
  }
}

/** A line to copy, by protocol. */
export interface Line {
  readonly protocol: string;
  readonly command: string;
}

/** The lines of the server's answer: by protocol and tool, some with further ones inside. */
export function linesOf(commands: Readonly<Record<string, unknown>>): readonly Line[] {
  return Object.entries(commands).flatMap(([protocol, inside]) => textsIn(inside).map((command) => ({ protocol, command })));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
