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

interface Drawn {
  readonly pin: L.Marker;
  marker: Marker;
}

/** Keeps the map's pins as the markers are; only what changed is touched, so that a thousand of them may move. */
export function Markers({ map, markers, onOpen, act }: MarkersProps) {
  const drawn = useRef(new Map<string, Drawn>());
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
    const here = new Set(markers.map((marker) => marker.id));
    for (const [id, { pin }] of pins) {
      if (!here.has(id)) {
        pin.remove();
        pins.delete(id);
      }
    }
    for (const marker of markers) {
      const before = pins.get(marker.id);
      if (!before) {
        const pin = L.marker([marker.x, marker.y], { icon: iconOf(marker), riseOnHover: true, keyboard: true });
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
      if (before.marker.label !== marker.label || before.marker.image !== marker.image || before.marker.size !== marker.size) {
        before.pin.setIcon(iconOf(marker));
      }
      before.marker = marker;
    }
  }, [map, markers]);
  return null;
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
