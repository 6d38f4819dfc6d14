import { ActionIcon, Button, Kbd } from '@mantine/core';
import { Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useText } from '@/lib/locale';
import { appText } from '@/lib/text/app';

const Palette = lazy(() => import('./Palette').then((module) => ({ default: module.Palette })));

/** Opens the palette, as Ctrl and K do from anywhere. */
export function PaletteButton() {
  const t = useText(appText);
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  useEffect(() => {
    const toggle = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      // A dialog that is open comes first.
      if (document.querySelector('[role="dialog"]') !== null) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener('keydown', toggle);
    return () => document.removeEventListener('keydown', toggle);
  }, []);
  useEffect(() => {
    if (!isOpen) return undefined;
    // Who goes on typing is not kept waiting: letters count before the palette has come and has the focus.
    const early = (event: KeyboardEvent) => {
      const isElsewhere = !(event.target instanceof Element) || event.target.closest('[role="dialog"]') === null;
      if (!isElsewhere || event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      setText((typed) => typed + event.key);
    };
    document.addEventListener('keydown', early, true);
    return () => document.removeEventListener('keydown', early, true);
  }, [isOpen]);
  const close = () => {
    setOpen(false);
    setText('');
  };
  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-keyshortcuts="Control+K"
        leftSection={<Search size={15} aria-hidden />}
        rightSection={<Kbd size="xs" aria-hidden>Ctrl K</Kbd>}
        visibleFrom="sm"
        ml="auto"
        mr="sm"
        onClick={() => setOpen(true)}
      >
        {t('paletteShort')}
      </Button>
      <ActionIcon variant="subtle" color="gray" size="lg" hiddenFrom="sm" ml="auto" mr="xs" aria-label={t('palette')} onClick={() => setOpen(true)}>
        <Search size={18} aria-hidden />
      </ActionIcon>
      {isOpen && (
        <Suspense>
          <Palette text={text} onText={setText} onClose={close} />
        </Suspense>
      )}
    </>
  );
}
