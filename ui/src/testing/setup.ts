import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

afterEach(cleanup);

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
