import { type Action, type Row, type SourceData } from '@/widgets/contract';
import { pictureAddress } from '@/lib/picture';
import { readingOf } from '@/widgets/contract';
import { type Fields, isEmpty, shownRows } from './fieldRows';
import { iconOf } from './icons';
import { tone } from './Pills';
import { fill } from './pattern';
import classes from './shared.module.css';
import { useWrite } from './useWrite';

interface FieldListProps {
  readonly fields: Fields;
  readonly sources: readonly SourceData[];
  readonly row: Row;
  /** Actions that the links name. */
  readonly actions: readonly Action[];
  readonly act: (action: Action, row: Row) => void;
}

/** A picture, a title and labelled values of one entity. */
export function FieldList({ fields, sources, row, actions, act }: FieldListProps) {
  const write = useWrite();
  const keys = sources[0]?.keys ?? [];
  const picture = fields.image.key ? pictureAddress(readingOf(row, keys, fields.image.key)?.value) : null;
  const rows = shownRows(fields, sources, row, write);
  const links = fields.links.flatMap(({ label, action }) => {
    const found = actions.find((each) => each.name === action);
    return found ? [{ label, action: found }] : [];
  });
  const subtitle = fill(fields.subtitle, row, keys, write);
  return (
    <div className={classes.fields}>
      {picture && <img className={classes.picture} src={picture} alt={fill(fields.image.alt, row, keys, write)} width={fields.image.width} />}
      {fields.title && (
        <h2 className={classes.fieldsTitle}>
          {fill(fields.title, row, keys, write)}
          {subtitle && <small>{subtitle}</small>}
        </h2>
      )}
      {isEmpty(fields, sources, row) && fields.emptyText ? (
        <p className={classes.dimmed}>{fields.emptyText}</p>
      ) : (
        <dl className={classes.rows}>
          {rows.map(({ key, label, icon, text, href, color }) => {
            const Icon = iconOf(icon);
            return (
              <div key={key} className={classes.row}>
                {Icon ? <Icon size={17} className={classes.rowIcon} aria-hidden /> : <span />}
                <dt>{label}</dt>
                <dd style={tone(color)} data-toned={color !== null || undefined}>
                  {href ? <a href={href}>{text}</a> : text}
                </dd>
              </div>
            );
          })}
        </dl>
      )}
      {links.map(({ label, action }) => (
        <button key={action.id} type="button" className={classes.link} onClick={() => act(action, row)}>
          {label}
        </button>
      ))}
    </div>
  );
}
