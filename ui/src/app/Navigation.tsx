import { Link } from '@tanstack/react-router';
import { useCan } from '@/api/abilities';
import { useMe } from '@/api/session';
import type { Label, MenuEntry, Section } from '@/kit/contract';
import { useLocale, useText } from '@/lib/locale';
import { appText } from '@/lib/text/app';
import { translate } from '@/lib/text/area';
import classes from './app.module.css';
import { menu } from './pages';
import { isShown } from './shown';

const sections = [
  ['work', 'sectionWork'],
  ['things', 'sectionThings'],
  ['people', 'sectionPeople'],
  ['system', 'sectionSystem'],
] as const satisfies readonly (readonly [Section, string])[];

/** The pages that the user may use, by section. */
export function Navigation() {
  const t = useText(appText);
  const can = useCan();
  const { authority } = useMe();
  return sections.map(([section, title]) => {
    const entries = menu.filter((entry) => entry.section === section && isShown(entry, authority, can));
    if (entries.length === 0) return null;
    return (
      <div key={section} role="group" aria-label={t(title)}>
        {section !== 'work' && (
          <div className={classes.section} aria-hidden>
            {t(title)}
          </div>
        )}
        {entries.map((entry) => (
          <Entry key={entry.to} entry={entry} />
        ))}
      </div>
    );
  });
}

function Entry({ entry: { to, icon: Icon, label } }: { readonly entry: MenuEntry }) {
  return (
    <Link to={to} className={classes.link} activeOptions={{ exact: to === '/', includeSearch: false }}>
      <Icon size={18} aria-hidden />
      <LabelText label={label} />
    </Link>
  );
}

function LabelText({ label }: { readonly label: Label }) {
  const { language } = useLocale();
  return translate(label.area, language, label.key);
}
