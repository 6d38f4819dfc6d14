import { Select } from '@mantine/core';
import type { EntityRef } from '@/lib/entity';
import { stateOf } from './model';
import { type Chosen, type Place, useMatches } from './useSources';

interface EntitySelectsProps {
  readonly place: Place;
  readonly onChoose: (chosen: Chosen) => void;
}

/** A choice for each alias of the state that finds several entities while its widgets show one. */
export function EntitySelects({ place, onChoose }: EntitySelectsProps) {
  return aliasesOf(place).map((id) => <EntitySelect key={id} aliasId={id} place={place} onChoose={onChoose} />);
}

function EntitySelect({ aliasId, place, onChoose }: EntitySelectsProps & { readonly aliasId: string }) {
  const rows = useMatches(aliasId, place)?.rows ?? [];
  if (rows.length < 2) {
    return null;
  }
  const name = place.dashboard.aliases.get(aliasId)?.name ?? '';
  const choose = (id: string | null) => {
    const ref: EntityRef | undefined = rows.find((row) => row.entity.id === id)?.entity;
    if (ref) onChoose(new Map(place.chosen).set(aliasId, ref));
  };
  return (
    <Select
      size="xs"
      w={170}
      searchable
      aria-label={name}
      title={name}
      data={rows.map((row) => ({ value: row.entity.id, label: row.name }))}
      value={place.chosen.get(aliasId)?.id ?? rows[0]?.entity.id ?? null}
      onChange={choose}
      allowDeselect={false}
    />
  );
}

/** Only what the widgets of the present state use, and what has more than one answer. */
function aliasesOf({ dashboard, step }: Place): readonly string[] {
  const used = new Set<string>();
  for (const id of Object.keys(stateOf(dashboard, step.state)?.layout.widgets ?? {})) {
    const config = dashboard.widgets.get(id)?.config;
    for (const source of config ? [...config.datasources, config.alarmSource] : []) {
      if (source?.entityAliasId) used.add(source.entityAliasId);
    }
  }
  return [...used].filter((id) => {
    const alias = dashboard.aliases.get(id);
    return alias && !alias.isMultiple && !['stateEntity', 'singleEntity', 'stateEntityOwner'].includes(alias.filter.type);
  });
}
