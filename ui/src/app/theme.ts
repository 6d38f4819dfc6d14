import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The one accent: a calm teal. Shade 7 keeps 4.5:1 under white text. */
const teal: MantineColorsTuple = [
  '#effcf9', '#d5f5ee', '#a9e9dc', '#73d8c5', '#3fbfa9', '#1ea58f', '#128474', '#0f766e', '#115e59', '#134e4a',
];

export const theme = createTheme({
  colors: { teal },
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 8,
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontWeight: '650' },
  shadows: {
    xs: '0 1px 2px rgb(15 40 40 / 6%)',
    sm: '0 1px 3px rgb(15 40 40 / 8%)',
    md: '0 4px 14px rgb(15 40 40 / 9%)',
    lg: '0 10px 30px rgb(15 40 40 / 12%)',
    xl: '0 18px 50px rgb(15 40 40 / 16%)',
  },
});
