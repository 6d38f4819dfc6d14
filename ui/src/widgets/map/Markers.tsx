import type L from 'leaflet';
import { useEffect, useRef } from 'react';
import type { Action, Row } from '@/widgets/contract';
import type { Marker } from '../shared/markers';
import classes from './MapView.module.css';
import { Pins } from './pins';

interface MarkersProps {
  readonly map: L.Map;
  readonly markers: readonly Marker[];
  readonly onOpen: (id: string) => void;
  readonly act: (action: Action, row: Row) => void;
}

/** The markers of a map; they live outside of React, because a thousand of them may move. */
export function Markers({ map, markers, onOpen, act }: MarkersProps) {
  const pins = useRef<Pins | null>(null);
  const clicked = useRef({ onOpen, act });
  useEffect(() => {
    clicked.current = { onOpen, act };
  }, [onOpen, act]);

  useEffect(() => {
    const made = new Pins(map, classes.pin ?? '', ({ id, settings, row }) => {
      if (settings.click.action) clicked.current.act(settings.click.action, row);
      else if (settings.tooltip.show) clicked.current.onOpen(id);
    });
    pins.current = made;
    return () => made.remove();
  }, [map]);

  useEffect(() => void pins.current?.show(markers), [map, markers]);
  return null;
}
