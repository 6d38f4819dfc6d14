import { useComputedColorScheme } from '@mantine/core';

/** Colours of what stands around the lines. */
export interface ChartColors {
  readonly text: string;
  readonly line: string;
  readonly axis: string;
  readonly ground: string;
  readonly isDark: boolean;
}

const light: ChartColors = { text: '#5b6472', line: '#e6e9ee', axis: '#cfd5dd', ground: '#ffffff', isDark: false };
const dark: ChartColors = { text: '#a9b1bd', line: '#30363f', axis: '#434b57', ground: '#242424', isDark: true };

export function useChartColors(): ChartColors {
  return useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark' ? dark : light;
}

const PALETTE = ['#0f766e', '#d9861a', '#2f7fd1', '#d64545', '#7c5cd6', '#2e9e6b', '#c2478b', '#5f7384'];

/** The colour of a series that has none. */
export function paletteColor(index: number): string {
  return PALETTE[index % PALETTE.length] ?? '#0f766e';
}
