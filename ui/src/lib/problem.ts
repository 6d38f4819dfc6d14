/** Why a request failed: the one error type of the app. Status 0 means that the server was not reached. */
export class Problem extends Error {
  readonly status: number;
  readonly field: string | undefined;
  /** The whole answer, for the few calls that carry more than a message. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, field?: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'Problem';
    this.status = status;
    this.field = field;
    this.details = details;
  }
}

/** What a view shows for a failure: the reader may not, the thing is not there (for him), or something broke. */
export type Failure = 'denied' | 'missing' | 'offline' | 'broken';

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Problem)) return 'broken';
  if (error.status === 403) return 'denied';
  if (error.status === 404) return 'missing';
  return error.status === 0 ? 'offline' : 'broken';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
