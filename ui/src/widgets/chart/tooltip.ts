/** The box that follows the pointer. It is made of elements, not of markup, so that no value can become markup. */
import classes from './chart.module.css';

export interface TipLine {
  readonly name: string;
  readonly value: string;
  readonly color: string;
}

export function tip(title: string, lines: readonly TipLine[]): HTMLElement {
  const box = document.createElement('div');
  box.className = classes.tip ?? '';
  const head = document.createElement('div');
  head.className = classes.tipTitle ?? '';
  head.textContent = title;
  box.append(head);
  for (const line of lines) {
    const row = document.createElement('div');
    row.className = classes.tipRow ?? '';
    const dot = document.createElement('span');
    dot.className = classes.dot ?? '';
    dot.style.background = line.color;
    const name = document.createElement('span');
    name.textContent = line.name;
    const value = document.createElement('b');
    value.textContent = line.value;
    row.append(dot, name, value);
    box.append(row);
  }
  return box;
}

/** What the library gives to the formatter, as far as it is used. */
export interface TipParam {
  readonly seriesIndex: number;
  readonly dataIndex: number;
  readonly value: readonly [number, number];
}

export function tipParams(raw: unknown): readonly TipParam[] {
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  return list.flatMap((item) => {
    const param = item as { seriesIndex?: unknown; dataIndex?: unknown; value?: unknown } | null;
    return param && typeof param.seriesIndex === 'number' && Array.isArray(param.value)
      ? [{ seriesIndex: param.seriesIndex, dataIndex: Number(param.dataIndex), value: param.value as unknown as readonly [number, number] }]
      : [];
  });
}
