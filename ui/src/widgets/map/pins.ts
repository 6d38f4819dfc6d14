/** Keeps the pins of a map as its markers are; only what changed is touched. */
import L from 'leaflet';
import { markerElement, relabel } from '../shared/markerElement';
import type { Marker } from '../shared/markers';
import { Pictures, Sprite } from './sprites';

/**
 * More pins than this in sight are painted on one canvas, without their names, which would cover each other anyway.
 * Whoever comes closer gets the names back, and pins that the keyboard reaches.
 */
const MANY = 200;
/** How much of the sight is prepared around it, so that a small move shows no gaps. */
const AROUND = 0.25;

interface Drawn {
  readonly pin: L.Marker | Sprite;
  marker: Marker;
  /** The round in which it was last there. */
  round: number;
}

export class Pins {
  private readonly drawn = new Map<string, Drawn>();
  private readonly canvas = L.canvas();
  private readonly pictures = new Pictures(() => this.drawn.forEach(({ pin }) => pin instanceof Sprite && pin.redraw()));
  private markers: readonly Marker[] = [];
  private isDense = false;
  private round = 0;

  constructor(
    private readonly map: L.Map,
    private readonly className: string,
    private readonly clicked: (marker: Marker) => void,
  ) {
    map.on('moveend', this.look);
  }

  show(markers: readonly Marker[]): void {
    const isOther = markers.length !== this.markers.length;
    this.markers = markers;
    if (isOther) {
      this.look();
    } else {
      this.draw();
    }
  }

  remove(): void {
    this.map.off('moveend', this.look);
    this.drawn.forEach(({ pin }) => pin.remove());
    this.drawn.clear();
    this.canvas.remove();
  }

  /** Another part of the map is in sight, or other markers are there. */
  private readonly look = (): void => {
    const sight = this.sight();
    this.isDense = sight !== null && this.markers.filter(({ x, y }) => sight.contains([x, y])).length > MANY;
    this.draw();
  };

  /** Null if all markers may be drawn wherever they are. */
  private sight(): L.LatLngBounds | null {
    return this.markers.length > MANY ? this.map.getBounds().pad(AROUND) : null;
  }

  private draw(): void {
    const sight = this.isDense ? null : this.sight();
    this.round++;
    for (const marker of this.markers) {
      if (!sight || sight.contains([marker.x, marker.y])) {
        this.keep(marker);
      }
    }
    for (const [id, { pin, round }] of this.drawn) {
      if (round !== this.round) {
        pin.remove();
        this.drawn.delete(id);
      }
    }
  }

  private keep(marker: Marker): void {
    const drawn = this.drawn.get(marker.id);
    if (!drawn || drawn.pin instanceof Sprite !== this.isDense || !this.change(drawn, marker)) {
      drawn?.pin.remove();
      this.drawn.set(marker.id, this.add(marker));
    } else {
      drawn.round = this.round;
    }
  }

  private add(marker: Marker): Drawn {
    const pin = this.isDense
      ? new Sprite(marker, this.pictures.of(marker), this.canvas)
      : L.marker([marker.x, marker.y], { icon: this.iconOf(marker), riseOnHover: true, keyboard: true });
    const made: Drawn = { pin, marker, round: this.round };
    pin.on('click', () => this.clicked(made.marker));
    pin.addTo(this.map);
    this.hearKeys(made);
    return made;
  }

  /** A pin is a button: it has a name, and Enter and Space press it. */
  private hearKeys(drawn: Drawn): void {
    const element = drawn.pin instanceof L.Marker ? drawn.pin.getElement() : undefined;
    element?.setAttribute('aria-label', nameOf(drawn.marker));
    element?.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      event.stopPropagation();
      this.clicked(drawn.marker);
    });
  }

  /** False if the pin cannot be made to look so. */
  private change(drawn: Drawn, marker: Marker): boolean {
    const { pin, marker: before } = drawn;
    if (before === marker) {
      return true;
    }
    if (before.image !== marker.image || before.size !== marker.size) {
      return false;
    }
    if (before.x !== marker.x || before.y !== marker.y) {
      pin.setLatLng([marker.x, marker.y]);
    }
    if (pin instanceof L.Marker && before.label !== marker.label && !relabel(pin.getElement(), marker.label)) {
      pin.setIcon(this.iconOf(marker));
    }
    drawn.marker = marker;
    if (pin instanceof L.Marker) pin.getElement()?.setAttribute('aria-label', nameOf(marker));
    return true;
  }

  private iconOf(marker: Marker): L.DivIcon {
    const { size, settings } = marker;
    return L.divIcon({
      html: markerElement(marker),
      className: this.className,
      iconSize: [size, size],
      iconAnchor: [size * settings.markerOffsetX, size * settings.markerOffsetY],
    });
  }
}

/** What is written at the pin, or who it stands for. */
function nameOf({ label, row }: Marker): string {
  return label || row.label || row.name;
}
