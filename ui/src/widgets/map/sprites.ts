/** Pins that are painted on one canvas: a thousand of them move where as many elements would stutter. */
import L from 'leaflet';
import type { Marker } from '../shared/markers';

/** A picture that was drawn once and is only copied from then on. */
interface Picture {
  readonly canvas: HTMLCanvasElement;
  /** Pixels of the page. */
  readonly size: number;
  readonly isReady: () => boolean;
}

/** The pictures of a map's pins, each drawn once. */
export class Pictures {
  private readonly known = new Map<string, Picture>();

  /** @param arrived called when a picture that had to be loaded is there */
  constructor(private readonly arrived: () => void) {}

  of(marker: Marker): Picture {
    const { image, size, settings } = marker;
    const key = `${size} ${image ?? settings.markerShape.color.color}`;
    let picture = this.known.get(key);
    if (!picture) {
      picture = image ? this.load(image, size) : dot(size, settings.markerShape.color.color);
      this.known.set(key, picture);
    }
    return picture;
  }

  private load(address: string, size: number): Picture {
    const canvas = sheet(size);
    const image = new Image();
    let isReady = false;
    image.onload = () => {
      isReady = true;
      canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
      this.arrived();
    };
    image.src = address;
    return { canvas, size, isReady: () => isReady };
  }
}

function sheet(size: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.ceil(size * Math.min(window.devicePixelRatio || 1, 2));
  return canvas;
}

/** A dot is two thirds as large as the pin that stands for it where there are few. */
function dot(pinSize: number, color: string): Picture {
  const size = Math.ceil((pinSize * 2) / 3) + 2;
  const canvas = sheet(size);
  const context = canvas.getContext('2d');
  if (context) {
    context.scale(canvas.width / size, canvas.width / size);
    context.beginPath();
    context.arc(size / 2, size / 2, size / 2 - 2, 0, 2 * Math.PI);
    context.fillStyle = color;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = '#fff';
    context.stroke();
  }
  return { canvas, size, isReady: () => true };
}

/** What Leaflet 1.9 keeps in a path that is drawn on a canvas; its types leave it out. */
interface Painted {
  readonly _point: L.Point;
  readonly _renderer: { readonly _ctx: CanvasRenderingContext2D; readonly _drawing: boolean };
  _pxBounds: L.Bounds;
  _empty(): boolean;
}

/** A pin on a canvas. Leaflet finds out what is clicked and what must be drawn again; this only paints otherwise. */
export class Sprite extends L.CircleMarker {
  private readonly picture: Picture;
  private readonly anchor: readonly [number, number];

  constructor(marker: Marker, picture: Picture, renderer: L.Canvas) {
    super([marker.x, marker.y], { renderer, radius: picture.size / 2, stroke: false });
    this.picture = picture;
    this.anchor = marker.image ? [marker.settings.markerOffsetX, marker.settings.markerOffsetY] : [0.5, 0.5];
  }

  /** Called by Leaflet. */
  _updateBounds(): void {
    const painted = this.asPainted();
    const { size } = this.picture;
    const corner = painted._point.subtract([size * this.anchor[0], size * this.anchor[1]]);
    painted._pxBounds = L.bounds(corner, corner.add([size, size]));
  }

  /** Called by Leaflet. */
  _updatePath(): void {
    const painted = this.asPainted();
    const { _drawing, _ctx } = painted._renderer;
    if (!_drawing || painted._empty() || !this.picture.isReady()) {
      return;
    }
    const corner = painted._pxBounds.min;
    if (corner) {
      _ctx.drawImage(this.picture.canvas, Math.round(corner.x), Math.round(corner.y), this.picture.size, this.picture.size);
    }
  }

  /** Called by Leaflet. */
  _containsPoint(point: L.Point): boolean {
    return this.asPainted()._pxBounds.contains(point);
  }

  private asPainted(): Painted {
    return this as unknown as Painted;
  }
}
