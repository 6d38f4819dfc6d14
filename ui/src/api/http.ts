import { parseExact, writeExact } from '@/lib/json';
import { Problem } from '@/lib/problem';
import type { components, paths } from './schema';

/** The wire types by their name in the API description: `Wire<'DeviceInfo'>`. */
export type Wire<N extends keyof components['schemas']> = components['schemas'][N];

export type Method = 'get' | 'post' | 'put' | 'delete';
export type PathOf<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, object> ? P : never }[keyof paths];
type Operation<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer O> ? O : never;
type ParametersOf<O> = O extends { parameters: infer Q } ? Q : never;
type PathParameters<O> = ParametersOf<O> extends { path: infer X extends object } ? X : undefined;
type QueryParameters<O> = ParametersOf<O> extends { query?: infer X extends object } ? X : undefined;

/** A body may leave out what the server fills in or leaves as it is. */
export type Loose<T> = T extends readonly (infer I)[]
  ? readonly Loose<I>[]
  : T extends object
    ? { readonly [K in keyof T]?: Loose<T[K]> | null | undefined }
    : T;

export type BodyOf<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { requestBody?: { content: { 'application/json': infer B } } } ? B : never;
export type AnswerOf<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { responses: { 200: { content: infer C } } } ? C[keyof C] : undefined;

type Values<T> = { readonly [K in keyof T]: T[K] | undefined };

/** Path and query parameters and the body of a call. */
export interface Options<P extends keyof paths, M extends Method> {
  readonly path?: PathParameters<Operation<P, M>>;
  readonly query?: Values<QueryParameters<Operation<P, M>>>;
  readonly body?: Loose<BodyOf<P, M>>;
  readonly signal?: AbortSignal;
}

/** Calls the API: `call('get', '/api/device/{deviceId}', { path: { deviceId } })`. Throws a {@link Problem}. */
export async function call<M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  options: Options<P, M> = {},
): Promise<AnswerOf<P, M>> {
  const address = addressOf(path, options.path as object | undefined, options.query);
  return (await send(method, address, options.body, options.signal)) as AnswerOf<P, M>;
}

/** The address of a call, for links and downloads. */
export function addressOf(path: string, parameters?: object, query?: object): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((parameters as Record<string, unknown> | undefined)?.[name] ?? '')),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === '') continue;
    for (const item of Array.isArray(value) ? value : [value]) search.append(name, String(item));
  }
  return search.size === 0 ? filled : `${filled}?${search.toString()}`;
}

let csrf = '';
let refreshing: Promise<boolean> | undefined;
let ended: () => void = () => undefined;

/** The token that proves to the server that a change comes from this app; it arrives with the session. */
export function setCsrf(token: string): void {
  csrf = token;
}

/** Tells whom to call when the session has ended for good. */
export function onSessionEnd(listener: () => void): void {
  ended = listener;
}

/** Sends one request outside the typed description; a 401 is tried once more after a silent refresh. */
export async function send(method: string, address: string, body?: unknown, signal?: AbortSignal): Promise<unknown> {
  const first = await fetchOnce(method, address, body, signal);
  if (first.status !== 401 || isSessionCall(address)) return answerOf(first);
  if (!(await refresh())) {
    ended();
    return answerOf(first);
  }
  return answerOf(await fetchOnce(method, address, body, signal));
}

/** Asks for a mail; false if this server sends none, whatever the request is about. */
export async function askForMail(address: string, body: unknown): Promise<boolean> {
  const response = await fetchOnce('post', address, body);
  await answerOf(response);
  return !response.headers.has('X-Atrium-Notice');
}

function isSessionCall(address: string): boolean {
  return address.startsWith('/api/session') || address.startsWith('/api/noauth') || address.startsWith('/api/auth/login');
}

/** One refresh serves all requests that failed meanwhile. */
export function refresh(): Promise<boolean> {
  refreshing ??= renew().finally(() => (refreshing = undefined));
  return refreshing;
}

async function renew(): Promise<boolean> {
  const response = await fetchOnce('post', '/api/session/refresh', undefined);
  if (!response.ok) return false;
  const session = (await response.json()) as { csrfToken?: string };
  if (session.csrfToken !== undefined) csrf = session.csrfToken;
  return true;
}

async function fetchOnce(method: string, address: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'get' && csrf !== '') headers['X-Atrium-Csrf'] = csrf;
  const init: RequestInit = { method: method.toUpperCase(), headers, credentials: 'same-origin' };
  if (body !== undefined) init.body = writeExact(body);
  if (signal !== undefined) init.signal = signal;
  try {
    return await fetch(address, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new Problem(0, 'The server cannot be reached');
  }
}

/** Whole numbers stay exact in all answers: also what is only shown, or saved again as it came, keeps every digit. */
async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text();
  const json = isJson(response) && text !== '' ? parseExact(text) : text;
  if (response.ok) return json === '' ? undefined : json;
  const details = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  const { message, field } = details as { message?: string; field?: string };
  throw new Problem(response.status, message ?? `The server answered ${response.status}`, field, details);
}

function isJson(response: Response): boolean {
  return response.headers.get('content-type')?.includes('json') === true;
}
