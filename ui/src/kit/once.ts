import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

const made = new WeakMap<object, unknown>();

/**
 * The lazy component of a value that knows how to load it, the same at each call. Made inside of a component it would
 * be another one after each suspension, and never show.
 */
export function lazyOf<P>(owner: object, load: () => Promise<ComponentType<P>>): LazyExoticComponent<ComponentType<P>> {
  const known = made.get(owner) as LazyExoticComponent<ComponentType<P>> | undefined;
  if (known !== undefined) return known;
  const fresh = lazy(() => load().then((component) => ({ default: component })));
  made.set(owner, fresh);
  return fresh;
}
