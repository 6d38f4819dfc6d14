import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { type QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo } from 'react';
import { meQuery, useSession } from '@/api/session';
import { textField } from '@/lib/entity';
import { browserLocale, languageOf, type Locale, LocaleContext } from '@/lib/locale';
import { contrast, theme } from './theme';

interface ProvidersProps {
  readonly client: QueryClient;
  readonly children: ReactNode;
}

/** Everything that components find around them: theme, server data and language. */
export function Providers({ client, children }: ProvidersProps) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={contrast} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <Notifications position="bottom-center" />
      <QueryClientProvider client={client}>
        <UserLocale>{children}</UserLocale>
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** The server puts a nonce for our few inline style elements into the page. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}

/** The user's language and zone once known, those of the browser before. */
function UserLocale({ children }: { readonly children: ReactNode }) {
  const signedIn = Boolean(useSession());
  const info = useQuery({ ...meQuery, enabled: signedIn }).data?.additionalInfo;
  const tag = textField(info, 'lang')?.replace('_', '-');
  const zone = textField(info, 'timeZone');
  const locale = useMemo<Locale>(
    () => ({
      language: tag === undefined ? browserLocale.language : languageOf(tag),
      tag: tag ?? browserLocale.tag,
      zone: zone ?? browserLocale.zone,
    }),
    [tag, zone],
  );
  useEffect(() => {
    document.documentElement.lang = locale.language;
  }, [locale.language]);
  return <LocaleContext value={locale}>{children}</LocaleContext>;
}
