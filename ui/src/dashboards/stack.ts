/**
 * Where the viewer is: a stack of states with their entities, kept in the address. It is a wish, not a fact: whether the
 * entity exists for this viewer, and what its name is, only the server says.
 */
import type { EntityRef } from '@/lib/entity';

export interface StateStep {
  readonly state: string;
  /** The state's entity. */
  readonly entity: EntityRef | null;
  /** Further entities, by the names of parameters. */
  readonly named: Readonly<Record<string, EntityRef>>;
}

export type StateStack = readonly StateStep[];

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const KIND = /^[A-Z][A-Z_]{1,40}$/;
const MAX_STEPS = 20;
const MAX_NAMED = 20;

export function rootStack(rootState: string): StateStack {
  return [{ state: rootState, entity: null, named: {} }];
}

export function topOf(stack: StateStack): StateStep {
  return stack[stack.length - 1] ?? { state: '', entity: null, named: {} };
}

/** The entity that an alias means: the named one, or the state's own. */
export function entityOf(step: StateStep, name: string | null): EntityRef | null {
  return name ? (step.named[name] ?? null) : step.entity;
}

// ---- our form --------------------------------------------------------------------------------------------------
// `building.ASSET.<uuid>..office.ASSET.<uuid>.*other.DEVICE.<uuid>`: two dots between states, one between parts; the root
// state is left out while it has no entity. Only characters that an address holds as they are.

/** The stack as it stands in the address; empty for the root. */
export function encodeStack(stack: StateStack, rootState: string): string {
  const isPlainRoot = (step: StateStep, index: number) =>
    index === 0 && step.state === rootState && !step.entity && Object.keys(step.named).length === 0;
  return stack
    .filter((step, index) => !isPlainRoot(step, index))
    .map(encodeStep)
    .join('..');
}

function encodeStep(step: StateStep): string {
  const parts = [escape(step.state)];
  if (step.entity) {
    parts.push(step.entity.entityType, step.entity.id);
  }
  for (const [name, ref] of Object.entries(step.named)) {
    parts.push(`*${escape(name)}`, ref.entityType, ref.id);
  }
  return parts.join('.');
}

/** Whatever an address would escape, and dots and stars, stand as their code points in hex between stars. */
function escape(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/gu, (char) => `*${char.codePointAt(0)?.toString(16) ?? ''}*`);
}

function unescape(text: string): string {
  return text.replace(/\*([0-9a-f]{1,6})\*/g, (_whole, code: string) =>
    String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff)),
  );
}

/**
 * The stack of an address, in our form or the incumbent's (base64 of JSON). What cannot be read leads to the root.
 */
export function decodeStack(text: string | undefined, rootState: string): StateStack {
  if (!text) {
    return rootStack(rootState);
  }
  const foreign = decodeForeign(text);
  if (foreign) {
    return foreign.length > 0 ? foreign : rootStack(rootState);
  }
  const steps = text.split('..').slice(0, MAX_STEPS).map(decodeStep);
  if (steps.some((step) => step === null)) {
    return rootStack(rootState);
  }
  const read = steps.filter((step) => step !== null);
  return read[0]?.state === rootState ? read : [...rootStack(rootState), ...read];
}

function decodeStep(text: string): StateStep | null {
  const parts = text.split('.');
  const state = unescape(parts.shift() ?? '');
  let entity: EntityRef | null = null;
  const named: Record<string, EntityRef> = {};
  if (parts.length > 0 && !parts[0]?.startsWith('*')) {
    entity = refOf(parts.shift(), parts.shift());
    if (!entity) {
      return null;
    }
  }
  while (parts.length > 0) {
    const name = parts.shift() ?? '';
    const ref = refOf(parts.shift(), parts.shift());
    if (!name.startsWith('*') || !ref || Object.keys(named).length >= MAX_NAMED) {
      return null;
    }
    named[unescape(name.slice(1))] = ref;
  }
  return state ? { state, entity, named } : null;
}

function refOf(entityType: unknown, id: unknown): EntityRef | null {
  return typeof entityType === 'string' && typeof id === 'string' && KIND.test(entityType) && UUID.test(id)
    ? { entityType, id: id.toLowerCase() }
    : null;
}

// ---- the incumbent's form --------------------------------------------------------------------------------------

/** Null if the text is not base64 of a JSON list; a list that names no state is empty. */
function decodeForeign(text: string): StateStack | null {
  let value: unknown;
  try {
    const binary = atob(decodeURIComponent(text).replaceAll('-', '+').replaceAll('_', '/'));
    value = JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0))));
  } catch {
    return null;
  }
  if (!Array.isArray(value)) {
    return null;
  }
  return value.slice(0, MAX_STEPS).flatMap((item: unknown) => {
    const step = item as { id?: unknown; params?: unknown } | null;
    if (typeof step !== 'object' || step === null || typeof step.id !== 'string' || !step.id) {
      return [];
    }
    return [foreignStep(step.id, (step.params ?? {}) as Readonly<Record<string, unknown>>)];
  });
}

function foreignStep(state: string, params: Readonly<Record<string, unknown>>): StateStep {
  const named: Record<string, EntityRef> = {};
  for (const [name, value] of Object.entries(params).slice(0, MAX_NAMED)) {
    const ref = name === 'entityId' ? null : foreignRef((value as { entityId?: unknown } | null)?.entityId);
    if (ref) {
      named[name] = ref;
    }
  }
  return { state, entity: foreignRef(params['entityId']), named };
}

function foreignRef(raw: unknown): EntityRef | null {
  const value = raw as { entityType?: unknown; id?: unknown } | null | undefined;
  return value ? refOf(value.entityType, value.id) : null;
}

/** A link in the incumbent's form, for what understands only that. */
export function encodeForeign(stack: StateStack): string {
  const steps = stack.map((step) => ({
    id: step.state,
    params: {
      ...(step.entity ? { entityId: step.entity } : {}),
      ...Object.fromEntries(Object.entries(step.named).map(([name, entityId]) => [name, { entityId }])),
    },
  }));
  const bytes = new TextEncoder().encode(JSON.stringify(steps));
  return btoa(String.fromCharCode(...bytes));
}
