import type { ComboboxProps } from '@mantine/core';

/** The highest that a list gets, in pixels. */
const most = 250;
/** Between a list and what it may not cover. */
const gap = 8;

/** Put on the buttons of a form or dialog, so that no open list lies over them: `<Group {...actions}>`. */
export const actions = { 'data-actions': true } as const;

/** Where the buttons of the form around an input begin; undefined if there are none below it. */
function actionsBelow(input: Element | null): number | undefined {
  const around = input?.closest('form, [role="dialog"]') ?? document.querySelector('[role="dialog"]');
  const top = around?.querySelector('[data-actions]')?.getBoundingClientRect().top;
  return top !== undefined && input !== null && top >= input.getBoundingClientRect().bottom ? top : undefined;
}

/** What open lists may cover: the window, down to the buttons of the form that has the focus. */
function room() {
  const bottom = Math.min(actionsBelow(document.activeElement) ?? window.innerHeight, window.innerHeight);
  return { x: 0, y: 0, width: window.innerWidth, height: bottom };
}

/**
 * How all lists of combo boxes open: below their input, above it where that has more room, never over the buttons of
 * their form, and no higher than fits. Asked for at every drawing, as forms grow.
 */
export function comboboxDefaults(): Partial<ComboboxProps> {
  return {
    middlewares: {
      flip: { rootBoundary: room(), padding: gap, fallbackStrategy: 'bestFit' },
      size: {
        padding: gap,
        apply: ({ availableHeight, elements, placement }) => {
          const input = elements.reference as Element;
          const buttons = placement.startsWith('bottom') ? actionsBelow(input) : undefined;
          const free = buttons === undefined ? availableHeight : Math.min(availableHeight, buttons - input.getBoundingClientRect().bottom - 2 * gap);
          elements.floating.style.setProperty('--list-room', `${Math.max(60, Math.floor(free))}px`);
        },
      },
    },
  };
}

/** The list itself scrolls: it belongs to an input that has the focus, which a scrolling element around it does not. */
export const ownScroll = {
  withScrollArea: false,
  styles: { options: { maxHeight: `min(${most}px, calc(var(--list-room, ${most}px) - ${2 * gap}px))`, overflowY: 'auto' } },
} as const;
