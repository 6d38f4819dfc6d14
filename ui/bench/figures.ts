/** Tables of figures, in the form of the other benchmarks. */

/** The value below which a share of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((one, two) => one - two);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

export function head(): void {
  row('what', 'measured', 'target');
}

export function row(what: string, measured: string, target = ''): void {
  console.log(`${what.padEnd(74)} ${measured.padStart(28)}   ${target}`.trimEnd());
}

export function millis(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

export function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} kB`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
