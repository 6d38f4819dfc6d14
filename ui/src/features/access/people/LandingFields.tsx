import { Group, Select, Switch } from '@mantine/core';
import { useText } from '@/lib/locale';
import { accessPeopleText } from '@/lib/text/accessPeople';
import type { Named } from '../model/plan';
import type { Landing } from './account';

interface LandingFieldsProps {
  readonly dashboards: readonly Named[];
  readonly value: Landing;
  readonly onChange: (landing: Landing) => void;
}

/** Where a user arrives after signing in, and whether he sees that alone. */
export function LandingFields({ dashboards, value, onChange }: LandingFieldsProps) {
  const t = useText(accessPeopleText);
  return (
    <Group align="flex-start" grow preventGrowOverflow={false}>
      <Select
        label={t('landing')}
        description={t('landingHint')}
        placeholder={t('noLanding')}
        data={dashboards.map(({ id, name }) => ({ value: id.id, label: name }))}
        value={value.dashboardId ?? null}
        onChange={(id) => onChange({ ...value, dashboardId: id ?? undefined })}
        clearable
        searchable
        miw={220}
      />
      <Switch
        mt={30}
        label={t('fullScreen')}
        description={t('fullScreenHint')}
        disabled={value.dashboardId === undefined}
        checked={value.dashboardId !== undefined && value.fullScreen}
        onChange={(event) => onChange({ ...value, fullScreen: event.currentTarget.checked })}
      />
    </Group>
  );
}
