import { type Action, NO_DATA, type Row, type SourceData } from '@/widgets/contract';
import { FieldList } from './FieldList';
import type { Marker } from './markers';
import { fill } from './pattern';
import { useWrite } from './useWrite';

interface MarkerTipProps {
  readonly marker: Marker;
  readonly act: (action: Action, row: Row | null) => void;
}

/** What a marker tells when it is opened. */
export function MarkerTip({ marker, act }: MarkerTipProps) {
  const write = useWrite();
  const { tooltip } = marker.settings;
  const source: SourceData = { ...NO_DATA, keys: marker.keys, rows: [marker.row] };
  if (tooltip.type === 'fields') {
    return <FieldList fields={tooltip.fields} sources={[source]} row={marker.row} actions={tooltip.tagActions} act={act} />;
  }
  const fields = {
    ...EMPTY,
    title: fill(plainText(tooltip.pattern), marker.row, marker.keys, write),
    links: tooltip.tagActions.map((action) => ({ label: action.name, action: action.name })),
  };
  return <FieldList fields={fields} sources={[source]} row={marker.row} actions={tooltip.tagActions} act={act} />;
}

const EMPTY = {
  image: { key: '', width: 0, alt: '' },
  subtitle: '',
  rows: [],
  emptyText: '',
  showTitle: true,
} as const;

/** The incumbent's patterns hold markup, of which only the words are kept. */
function plainText(pattern: string): string {
  return pattern
    .replace(/<link-act[^>]*>[\s\S]*?<\/link-act>/gi, '')
    .replace(/<br\s*\/?>/gi, ' · ')
    .replace(/<[^>]*>/g, '')
    .trim();
}
