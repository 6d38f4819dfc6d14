import type { CSSProperties } from 'react';
import type { Row, SourceData } from '@/widgets/contract';
import { type Pill, shownPills } from './fieldRows';
import classes from './shared.module.css';
import { useWrite } from './useWrite';

interface PillsProps {
  readonly pills: readonly Pill[];
  readonly emptyText: string;
  readonly source: SourceData;
  readonly row: Row;
}

/** Values as small labels, coloured by the range that they are in. */
export function Pills({ pills, emptyText, source, row }: PillsProps) {
  const write = useWrite();
  const shown = shownPills(pills, source, row, write);
  if (shown.length === 0) {
    return emptyText;
  }
  return (
    <span className={classes.pills}>
      {shown.map(({ key, label, text, color }) => (
        <span key={key} className={classes.pill} style={tone(color)}>
          {label && <span className={classes.pillLabel}>{label}</span>}
          <span className={classes.pillValue}>{text}</span>
        </span>
      ))}
    </span>
  );
}

/** The colour for the style sheet, which tints it for light and dark. */
export function tone(color: string | null): CSSProperties {
  const variables: Readonly<Record<string, string>> = color ? { '--tone': color } : {};
  return variables as CSSProperties;
}
