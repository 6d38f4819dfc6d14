/**
 * One CSV line. A cell that a spreadsheet would run as a formula gets a leading quote; numbers keep their sign.
 */
export function csvLine(cells: readonly (string | number | bigint | boolean | null | undefined)[]): string {
  return cells.map(csvCell).join(',');
}

function csvCell(cell: string | number | bigint | boolean | null | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const inert = /^[=+\-@\t\r]/.test(cell) && !/^[+-]?\d+([.,]\d+)?$/.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Offers a text as a file to the reader. */
export function download(fileName: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}
