/** A picture of a widget as it stands on the screen. */

const MAX_PIXELS = 4096;

/** Offers the element as a PNG file; rejects if the browser cannot draw it. */
export async function savePicture(element: HTMLElement, name: string): Promise<void> {
  const blob = await pictureOf(element);
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}

/** The element is copied with the styles that it has, put into an SVG, and that is drawn. */
async function pictureOf(element: HTMLElement): Promise<Blob> {
  const { width, height } = element.getBoundingClientRect();
  const scale = Math.min(2, MAX_PIXELS / Math.max(width, height, 1));
  const copy = copied(element);
  copy.style.margin = '0';
  copy.style.background = getComputedStyle(element.parentElement ?? element).backgroundColor;
  const body = new XMLSerializer().serializeToString(copy);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<foreignObject width="100%" height="100%">${body}</foreignObject></svg>`;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('No picture'))), 'image/png');
  });
}

function copied(element: HTMLElement): HTMLElement {
  const copy = element.cloneNode(true) as HTMLElement;
  const originals = [element, ...element.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  originals.forEach((original, index) => {
    const target = copies[index];
    if (!target || !('style' in target)) {
      return;
    }
    const styles = getComputedStyle(original);
    const text = [...styles].map((property) => `${property}:${styles.getPropertyValue(property)}`).join(';');
    (target as HTMLElement).style.cssText = text;
    if (original instanceof HTMLCanvasElement) {
      const drawn = document.createElement('img');
      drawn.src = original.toDataURL();
      drawn.style.cssText = text;
      target.replaceWith(drawn);
    }
  });
  return copy;
}
