import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import { comboboxDefaults, ownScroll } from '@/kit/listRoom';

/** The one accent: a calm teal. Shade 7 keeps 4.5:1 under white text. */
const teal: MantineColorsTuple = [
  '#effcf9', '#d5f5ee', '#a9e9dc', '#73d8c5', '#3fbfa9', '#1ea58f', '#128474', '#0f766e', '#115e59', '#134e4a',
];

/** The colour of danger; shades 6 and 7 keep 4.5:1 under white text, too. */
const red: MantineColorsTuple = [
  '#fff5f5', '#ffe3e3', '#ffc9c9', '#ffa8a8', '#ff8787', '#fa5252', '#d62f2f', '#c92a2a', '#b02525', '#962020',
];

export const theme = createTheme({
  colors: { teal, red },
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 8,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontWeight: '650' },
  components: {
    // The empty element that would take the focus first is no child that a menu may have.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    // A dialog's header is no banner of the page.
    Modal: { defaultProps: { overlayProps: { backgroundOpacity: 0.4 } }, styles: { title: { fontWeight: 650 } } },
    Combobox: { defaultProps: comboboxDefaults },
    Select: { defaultProps: ownScroll },
    MultiSelect: { defaultProps: ownScroll },
    TagsInput: { defaultProps: ownScroll },
    Autocomplete: { defaultProps: ownScroll },
    ModalHeader: { defaultProps: { role: 'none' } },
    DrawerHeader: { defaultProps: { role: 'none' } },
  },
  shadows: {
    xs: '0 1px 2px rgb(15 40 40 / 6%)',
    sm: '0 1px 3px rgb(15 40 40 / 8%)',
    md: '0 4px 14px rgb(15 40 40 / 9%)',
    lg: '0 10px 30px rgb(15 40 40 / 12%)',
    xl: '0 18px 50px rgb(15 40 40 / 16%)',
  },
});

/** Greys of secondary text that keep 4.5:1 on every background of ours. */
export const contrast: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#59636b',
    '--mantine-color-placeholder': '#6b757d',
    '--mantine-color-error': '#c92a2a',
  },
  dark: {
    '--mantine-color-dimmed': '#a3abb2',
    '--mantine-color-placeholder': '#9aa2a9',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-gray-light': 'rgb(255 255 255 / 9%)',
  },
});
