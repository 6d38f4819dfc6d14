import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

afterEach(cleanup);

/** A machine that builds at the same time is slow; a condition that never comes true still fails. */
configure({ asyncUtilTimeout: 8_000 });

/** What jsdom lacks and Mantine asks for. */
Object.defineProperty(window, 'matchMedia', {
  value: (query: string) => ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    dispatchEvent: () => false,
  }),
});

class StillObserver {
  observe(): void {
    return undefined;
  }
  unobserve(): void {
    return undefined;
  }
  disconnect(): void {
    return undefined;
  }
}
Object.defineProperty(window, 'ResizeObserver', { value: StillObserver });
Object.defineProperty(window, 'IntersectionObserver', { value: StillObserver });
Element.prototype.scrollIntoView = () => undefined;

/** jsdom lays nothing out; the virtual list needs a size to draw rows into. */
Object.defineProperty(Element.prototype, 'clientHeight', { get: () => 800 });
Object.defineProperty(Element.prototype, 'clientWidth', { get: () => 1000 });
window.scrollTo = () => undefined;
