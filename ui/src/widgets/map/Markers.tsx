import L from 'leaflet';
import { useEffect, useRef } from 'react';
import type { Action, Row } from '@/widgets/contract';
import { markerElement } from '../shared/markerElement';
import type { Marker } from '../shared/markers';
import classes from './MapView.module.css';

interface MarkersProps {
  readonly map: L.Map;
  readonly markers: readonly Marker[];
  readonly onOpen: (id: string) => void;
  readonly act: (action: Action, row: Row) => void;
}

/** More plain markers than this are drawn on one canvas, because so many elements would not move smoothly. */
const MANY = 200;

interface Drawn {
  readonly pin: L.Marker | L.CircleMarker;
  marker: Marker;
}

/** Keeps the map's pins as the markers are; only what changed is touched, so that a thousand of them may move. */
export function Markers({ map, markers, onOpen, act }: MarkersProps) {
  const drawn = useRef(new Map<string, Drawn>());
  const canvases = useRef<L.Canvas | null>(null);
  const clicked = useRef({ onOpen, act });
  useEffect(() => {
    clicked.current = { onOpen, act };
  }, [onOpen, act]);

  useEffect(() => {
    const pins = drawn.current;
    return () => {
      pins.forEach(({ pin }) => pin.remove());
      pins.clear();
    };
  }, [map]);

  useEffect(() => {
    const pins = drawn.current;
    const canvas = markers.length > MANY ? (canvases.current ??= L.canvas()) : null;
    const here = new Set(markers.map((marker) => marker.id));
    for (const [id, { pin, marker }] of pins) {
      const isOther = pin instanceof L.CircleMarker !== isDot(marker, canvas);
      if (!here.has(id) || isOther) {
        pin.remove();
        pins.delete(id);
      }
    }
    for (const marker of markers) {
      const before = pins.get(marker.id);
      if (!before) {
        const pin = pinOf(marker, canvas);
        const made: Drawn = { pin, marker };
        pin.on('click', () => {
          const { settings, row } = made.marker;
          if (settings.click.action) clicked.current.act(settings.click.action, row);
          else if (settings.tooltip.show) clicked.current.onOpen(made.marker.id);
        });
        pin.addTo(map);
        pins.set(marker.id, made);
        continue;
      }
      if (before.marker.x !== marker.x || before.marker.y !== marker.y) {
        before.pin.setLatLng([marker.x, marker.y]);
      }
      if (before.pin instanceof L.Marker && looksOther(before.marker, marker)) {
        before.pin.setIcon(iconOf(marker));
      }
      before.marker = marker;
    }
  }, [map, markers]);
  return null;
}

function looksOther(one: Marker, two: Marker): boolean {
  return one.label !== two.label || one.image !== two.image || one.size !== two.size;
}

function isDot(marker: Marker, canvas: L.Canvas | null): boolean {
  return canvas !== null && marker.image === null;
}

function pinOf(marker: Marker, canvas: L.Canvas | null): L.Marker | L.CircleMarker {
  const { size, settings, x, y } = marker;
  if (!canvas || !isDot(marker, canvas)) {
    return L.marker([x, y], { icon: iconOf(marker), riseOnHover: true, keyboard: true });
  }
  const dot = { renderer: canvas, radius: size / 3, weight: 2, color: '#fff', fillColor: settings.markerShape.color.color, fillOpacity: 1 };
  return L.circleMarker([x, y], dot);
}

function iconOf(marker: Marker): L.DivIcon {
  const { size, settings } = marker;
  return L.divIcon({
    html: markerElement(marker),
    className: classes.pin ?? '',
    iconSize: [size, size],
    iconAnchor: [size * settings.markerOffsetX, size * settings.markerOffsetY],
  });
}
