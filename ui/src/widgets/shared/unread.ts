/** What stored settings ask for that nobody here shows: it is said, so that an empty place is no riddle. */
import { isRecord } from '@/widgets/contract';

/** Kinds of what is not shown; each has a word. */
export type Unread = 'scripts' | 'trips' | 'polygons' | 'circles' | 'polylines';

const MAP_PARTS: Readonly<Record<string, Unread>> = {
  trips: 'trips',
  polygons: 'polygons',
  showPolygon: 'polygons',
  circles: 'circles',
  showCircle: 'circles',
  polylines: 'polylines',
  useLabelFunction: 'scripts',
  useTooltipFunction: 'scripts',
  useMarkerImageFunction: 'scripts',
  useColorFunction: 'scripts',
  usePosFunction: 'scripts',
};

export function unreadOfMap(settings: unknown): readonly Unread[] {
  return unreadOf(settings, MAP_PARTS);
}

export function unreadOfCard(settings: unknown): readonly Unread[] {
  return unreadOf(settings, { useMarkdownTextFunction: 'scripts' });
}

function unreadOf(settings: unknown, parts: Readonly<Record<string, Unread>>): readonly Unread[] {
  const held = isRecord(settings) ? Object.entries(parts).filter(([name]) => holds(settings[name])) : [];
  return [...new Set(held.map(([, part]) => part))];
}

function holds(value: unknown): boolean {
  return value === true || (Array.isArray(value) && value.length > 0);
}
