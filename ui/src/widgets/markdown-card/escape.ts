const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A value as text of a page. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => HTML[char] ?? char);
}

/** A value as text of Markdown: it formats nothing, links nowhere and holds no markup. */
export function escapeMarkdown(text: string): string {
  return escapeHtml(text.replace(/[\r\n]+/g, ' ')).replace(/[\\`*_{}[\]()#+\-.!|~]/g, (char) => `&#${char.charCodeAt(0)};`);
}
