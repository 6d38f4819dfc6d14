import { Box, type BoxProps } from '@mantine/core';
import DOMPurify from 'dompurify';
import { useMemo } from 'react';

const policy = {
  USE_PROFILES: { html: true },
  FORBID_TAGS: ['style', 'form', 'input', 'button', 'textarea', 'select', 'iframe', 'object', 'embed', 'link', 'meta', 'base'],
  FORBID_ATTR: ['style', 'id', 'name', 'srcset', 'ping', 'target'],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:|\/(?!\/)|#|data:image\/(?:png|jpeg|gif|webp);)/i,
};

/** Markup of a user with everything removed that could run, ask for input or reach into the page. */
export function sanitise(html: string): string {
  const clean = DOMPurify.sanitize(withoutBreaches(html), { ...policy, RETURN_DOM_FRAGMENT: true });
  for (const link of clean.querySelectorAll('a[href]')) link.setAttribute('rel', 'noopener noreferrer nofollow');
  for (const picture of clean.querySelectorAll('img:not([alt])')) picture.setAttribute('alt', '');
  const holder = document.createElement('div');
  holder.append(clean);
  return holder.innerHTML;
}

/**
 * Styles and handlers of events go before anything reads the markup: they would be removed anyway, but even a document that
 * is never shown reports them as a breach of the page's policy. It is no part of what makes the markup safe, and so may leave
 * out tags with a '<' inside, which would take long to look for.
 */
function withoutBreaches(html: string): string {
  return html
    .replaceAll(/<style\b[\s\S]*?(?:<\/style\s*>|$)/gi, '')
    .replaceAll(/<[a-z][^<>]*>/gi, (tag) => tag.replaceAll(/[\s/"'](?:style|on[a-z]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, ' '));
}

/** The one place where markup of a user becomes part of the page. */
export function SafeHtml({ html, ...box }: BoxProps & { readonly html: string }) {
  const clean = useMemo(() => sanitise(html), [html]);
  // eslint-disable-next-line no-restricted-syntax -- The markup was sanitised in the line above.
  return <Box {...box} dangerouslySetInnerHTML={{ __html: clean }} />;
}
