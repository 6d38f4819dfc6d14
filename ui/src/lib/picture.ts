/** Pictures that dashboards and attributes name. */

const DATA_PICTURE = /^data:image\/(svg\+xml|png|jpe?g|gif|webp|avif|bmp)[;,]/i;

/**
 * The address of a picture; null for what is none. A picture in an `img` or as a background runs no script, whatever its
 * form.
 */
export function pictureAddress(raw: string | null | undefined): string | null {
  const text = (raw ?? '').trim().replace(/^tb-image;/, '');
  if (DATA_PICTURE.test(text) || /^\/(?!\/)/.test(text)) {
    return text;
  }
  try {
    const url = new URL(text);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

/** The same as a value of a style sheet. */
export function pictureStyle(raw: string | null | undefined): string | undefined {
  const address = pictureAddress(raw);
  return address ? `url("${address.replace(/["\\\n]/g, encodeURIComponent)}")` : undefined;
}
