import { vi } from 'vitest';

/** What the pretended server answers, now or later: JSON, or a status with a message. */
export type Answer = object | string | number | boolean | { readonly status: number; readonly message: string };

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Answers requests of the app in a test. Keys are `GET /api/path`; anything else is a 404. Returns the requests that
 * came, in their order.
 */
export function pretendServer(answers: Readonly<Record<string, (request: Request) => Answer | undefined>>): Request[] {
  const came: Request[] = [];
  vi.stubGlobal('fetch', (address: string, init: RequestInit = {}) => {
    const url = new URL(address, 'http://atrium.test');
    const request: Request = {
      method: init.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
      headers: init.headers as Record<string, string>,
    };
    came.push(request);
    const answer = answers[`${request.method} ${request.path}`];
    return answer === undefined
      ? Promise.resolve(reply({ status: 404, message: 'Not found' }))
      : Promise.resolve(answer(request)).then((given) => reply(given as Answer | undefined));
  });
  return came;
}

function reply(answer: Answer | undefined): Response {
  if (answer === undefined) return new Response(null, { status: 200 });
  const status = typeof answer === 'object' && 'status' in answer ? Number(answer.status) : 200;
  return new Response(JSON.stringify(answer), { status, headers: { 'content-type': 'application/json' } });
}
