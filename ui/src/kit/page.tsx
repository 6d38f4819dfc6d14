import { Anchor, Box, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useText } from '@/lib/locale';
import { kitText } from '@/lib/text/kit';

export interface Crumb {
  readonly label: string;
  readonly to?: string;
}

interface PageHeaderProps {
  readonly title: string;
  readonly text?: ReactNode;
  /** The way here, without the page itself. */
  readonly crumbs?: readonly Crumb[];
  readonly actions?: ReactNode;
}

/** Title, the way here, and the main actions of a page. Names the browser's tab too. */
export function PageHeader({ title, text, crumbs = [], actions }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Atrium`;
  }, [title]);
  return (
    <Stack gap={4}>
      {crumbs.length > 0 && <Trail crumbs={crumbs} current={title} />}
      <Group justify="space-between" align="flex-start" gap="sm">
        <Box miw={0}>
          <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {text !== undefined && (
            <Text c="dimmed" size="sm">
              {text}
            </Text>
          )}
        </Box>
        <Group gap="xs">{actions}</Group>
      </Group>
    </Stack>
  );
}

function Trail({ crumbs, current }: { readonly crumbs: readonly Crumb[]; readonly current: string }) {
  const t = useText(kitText);
  return (
    <nav aria-label={t('breadcrumb')}>
      <Breadcrumbs separatorMargin={6}>
        {crumbs.map(({ label, to }) =>
          to === undefined ? (
            <Text key={label} size="sm" c="dimmed">
              {label}
            </Text>
          ) : (
            <Anchor key={label} component={Link} to={to} size="sm">
              {label}
            </Anchor>
          ),
        )}
        <Text size="sm" c="dimmed" aria-current="page" truncate maw={220}>
          {current}
        </Text>
      </Breadcrumbs>
    </nav>
  );
}
