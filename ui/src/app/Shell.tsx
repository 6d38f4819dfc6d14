import { AppShell, Box, Burger, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useText } from '@/lib/locale';
import { appText } from '@/lib/text/app';
import { AccountMenu } from './AccountMenu';
import classes from './app.module.css';
import { Navigation } from './Navigation';
import { PaletteButton } from './palette/PaletteButton';
import { ViewingBanner } from './ViewingBanner';

/** Header and navigation around a page. On a phone the navigation is behind a button. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const t = useText(appText);
  const [open, { toggle, close }] = useDisclosure();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(close, [path, close]);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 236, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding={0}
      transitionDuration={0}
    >
      <AppShell.Header className={classes.header}>
        <a href="#content" className={classes.skip}>
          {t('skip')}
        </a>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={open}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={open ? t('closeMenu') : t('openMenu')}
              aria-expanded={open}
            />
            <Link to="/" className={classes.brand}>
              <img src="/atrium.svg" alt="" width={26} height={26} />
              <Text span fw={700} size="lg">
                Atrium
              </Text>
            </Link>
          </Group>
          <PaletteButton />
          <AccountMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navigation} aria-label={t('navigation')}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main className={classes.main} id="content" tabIndex={-1}>
        <ViewingBanner />
        <Box className={classes.page}>{children}</Box>
      </AppShell.Main>
    </AppShell>
  );
}
