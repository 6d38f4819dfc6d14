/** How values look: digits, units, colours. */
import type { ColorRange, ColorSetting, Reading } from '@/widgets/contract';
import { exactNumberOf } from '@/widgets/contract';
import type { WriteNumber } from './pattern';

/** A value with its unit: `21.5 °C`; texts stay as they are. */
export function shown(reading: Reading, units: string, decimals: number | null, write: WriteNumber): string {
  const value = exactNumberOf(reading);
  return value === null ? reading.value : withUnits(writeFixed(value, decimals, write), units);
}

/** Digits are kept at the wanted number, so that a live value does not jump about. */
export function writeFixed(value: number | bigint, decimals: number | null, write: WriteNumber): string {
  if (decimals === null) {
    return write(value);
  }
  if (typeof value === 'bigint') {
    return write(value, decimals);
  }
  const rounded = Number(value.toFixed(Math.min(Math.max(decimals, 0), 10)));
  return write(Object.is(rounded, -0) ? 0 : rounded, decimals);
}

/** Percent and degrees of angle stand close to their number. */
export function withUnits(text: string, units: string): string {
  if (!units || !text) {
    return text;
  }
  return units === '°' ? `${text}${units}` : `${text}\u00a0${units}`;
}

/** The colour of the range that holds the value: from is included, to is not. */
export function colorIn(ranges: readonly ColorRange[], value: number | null): string | null {
  if (value === null) {
    return null;
  }
  const found = ranges.find(
    (range) => (range.from === null || value >= range.from) && (range.to === null || value < range.to),
  );
  return found?.color || null;
}

export function colorOf(setting: ColorSetting, value: number | null): string | null {
  return (setting.type === 'range' ? colorIn(setting.rangeList, value) : null) ?? (setting.color || null);
}

/** Light themes' own greys say nothing about a value: such a colour gives way to the theme's, so that dark works. */
export function themed(color: string | null, fallback: string): string {
  return color && !isGrey(color) ? color : fallback;
}

function isGrey(color: string): boolean {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(color);
  if (!hex) {
    return /^(rgba?\(0, ?0, ?0|black|white|#000|#fff)/i.test(color);
  }
  const channels = hex.slice(1, 4).map((part) => Number.parseInt(part, 16));
  return Math.max(...channels) - Math.min(...channels) < 32;
}
