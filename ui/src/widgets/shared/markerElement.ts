import classes from './marker.module.css';
import type { Marker } from './markers';

/** A marker's picture and label, made of elements: no value can become markup. */
export function markerElement({ label, image, size, settings, row }: Marker): HTMLElement {
  const box = document.createElement('div');
  box.className = classes.marker ?? '';
  if (image) {
    const picture = document.createElement('img');
    picture.src = image;
    picture.width = size;
    picture.height = size;
    picture.alt = label ? '' : row.name;
    picture.draggable = false;
    box.append(picture);
  } else {
    const dot = document.createElement('span');
    dot.className = classes.dot ?? '';
    dot.style.setProperty('--tone', settings.markerShape.color.color);
    box.append(dot);
  }
  if (label) {
    const name = document.createElement('span');
    name.className = (settings.label.style === 'pill' ? classes.pill : classes.plain) ?? '';
    name.textContent = label;
    box.append(name);
  }
  return box;
}

/** Changes the label of an element made so; false if it has none yet or would have none. */
export function relabel(element: HTMLElement | undefined, label: string): boolean {
  const name = element?.querySelector(`.${classes.pill ?? ''}, .${classes.plain ?? ''}`);
  if (!name || !label) {
    return false;
  }
  name.textContent = label;
  return true;
}
