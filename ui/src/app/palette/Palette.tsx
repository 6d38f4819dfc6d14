import { Combobox, Group, Loader, Modal, ScrollArea, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useEffect } from 'react';
import { EntityIcon } from '@/kit/EntityIcon';
import { useText } from '@/lib/locale';
import { appText } from '@/lib/text/app';
import { entitiesText } from '@/lib/text/entities';
import { kitText } from '@/lib/text/kit';
import { type Command, useCommands, useCommandsOn } from './commands';
import { type Found, useFound } from './found';

interface PaletteProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}

/** Everything that the user may open or do, by a few letters of its name, label or id. */
export function Palette({ text, onText, onClose }: PaletteProps) {
  const t = useText(appText);
  const k = useText(kitText);
  const navigate = useNavigate();
  const store = useCombobox({ opened: true });
  const [asked] = useDebouncedValue(text.trim(), 180);
  const { found, isBusy } = useFound(text.trim() === '' ? '' : asked);
  const [best] = found;
  const onBest = useCommandsOn(best);
  const commands = useCommands().filter(({ name }) => matches(name, text));
  const { selectFirstOption } = store;
  useEffect(() => void selectFirstOption(), [found.length, commands.length, text, selectFirstOption]);
  const go = (to: string) => {
    onClose();
    void navigate({ to });
  };
  const nothing = text.trim() !== '' && !isBusy && found.length + commands.length === 0;
  return (
    <Modal opened onClose={onClose} title={t('palette')} size="lg" yOffset="10vh" closeButtonProps={{ 'aria-label': k('close') }}>
      <Combobox store={store} onOptionSubmit={go} middlewares={{}}>
        <Combobox.EventsTarget>
          <TextInput
            data-autofocus
            aria-label={t('palette')}
            placeholder={t('paletteHint')}
            leftSection={<Search size={16} aria-hidden />}
            rightSection={isBusy && <Loader size="xs" />}
            value={text}
            onChange={(event) => onText(event.currentTarget.value)}
          />
        </Combobox.EventsTarget>
        <ScrollArea.Autosize mah="55vh" mt="xs" type="auto" scrollbars="y" viewportProps={{ tabIndex: -1 }}>
          <Combobox.Options aria-label={t('palette')}>
            <Entities found={found} />
            {best && <Commands title={t('paletteWith', { name: best.name })} commands={onBest} />}
            <Commands title={t('palettePages')} commands={commands.filter(({ section }) => section === 'pages')} />
            <Commands title={t('paletteActions')} commands={commands.filter(({ section }) => section === 'actions')} />
            {nothing && <Combobox.Empty>{t('paletteNothing')}</Combobox.Empty>}
          </Combobox.Options>
        </ScrollArea.Autosize>
      </Combobox>
    </Modal>
  );
}

/** Every word that was typed is somewhere in the name. */
function matches(name: string, text: string): boolean {
  const lower = name.toLowerCase();
  return text.toLowerCase().split(/\s+/).every((word) => lower.includes(word));
}

function Entities({ found }: { readonly found: readonly Found[] }) {
  const t = useText(appText);
  const e = useText(entitiesText);
  if (found.length === 0) return null;
  return (
    <Combobox.Group label={t('paletteEntities')}>
      {found.map(({ kind, id, name, label, to }) => (
        <Combobox.Option key={id} value={to}>
          <Group gap="xs" wrap="nowrap" miw={0}>
            <EntityIcon kind={kind} size={16} />
            <Text size="sm" truncate title={name}>
              {name}
            </Text>
            {label !== undefined && label !== '' && label !== name && (
              <Text size="xs" truncate>
                {label}
              </Text>
            )}
            <Text size="xs" ml="auto" style={{ flex: 'none' }}>
              {e(oneOf[kind] ?? 'details')}
            </Text>
          </Group>
        </Combobox.Option>
      ))}
    </Combobox.Group>
  );
}

const oneOf: Readonly<Record<string, 'device' | 'asset' | 'customer' | 'user' | 'dashboard'>> = {
  DEVICE: 'device',
  ASSET: 'asset',
  CUSTOMER: 'customer',
  USER: 'user',
  DASHBOARD: 'dashboard',
};

function Commands({ title, commands }: { readonly title: string; readonly commands: readonly Command[] }) {
  if (commands.length === 0) return null;
  return (
    <Combobox.Group label={title}>
      {commands.map(({ id, name, icon: Icon, to }) => (
        <Combobox.Option key={id} value={to}>
          <Group gap="xs" wrap="nowrap">
            <Icon size={16} aria-hidden />
            <Text size="sm">{name}</Text>
          </Group>
        </Combobox.Option>
      ))}
    </Combobox.Group>
  );
}
