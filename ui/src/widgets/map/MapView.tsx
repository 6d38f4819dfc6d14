import 'leaflet/dist/leaflet.css';
import { useComputedColorScheme } from '@mantine/core';
import L from 'leaflet';
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useSession } from '@/api/session';
import { useText } from '@/lib/locale';
import { widgetsText } from '@/lib/text/widgets';
import type { WidgetProps } from '@/widgets/contract';
import { MarkerTip } from '../shared/MarkerTip';
import { type Marker, useMarkers } from '../shared/markers';
import { baseMap, darkMap, lightMap } from './baseMap';
import { type MapSettings, placeOf } from './definition';
import classes from './MapView.module.css';
import { Markers } from './Markers';
import { tileAddress } from './tiles';

const CLOSEST_FIT = 17;

/** Entities on a map of the world. */
export function MapView({ title, settings, data, act }: WidgetProps<MapSettings>) {
  const t = useText(widgetsText);
  const place = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<L.Map | null>(null);
  const [openId, setOpenId] = useState<string | null>(null);
  const [hasHint, setHint] = useState(false);
  const markers = useMarkers(settings.markers, data, 'earth');
  const tiles = tileAddress(useSession()?.mapTiles);
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });

  useEffect(() => {
    if (!place.current) return undefined;
    const made = L.map(place.current, {
      zoomControl: false,
      // One finger scrolls the page; two move the map and change its zoom.
      dragging: !isTouched(),
      attributionControl: false,
      minZoom: Math.max(0, Math.min(settings.minZoomLevel, 18)),
      maxZoom: 19,
      center: centerOf(settings),
      zoom: settings.defaultZoomLevel,
      zoomAnimation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    });
    const stopHint = hintAt(place.current, () => setHint(true), () => setHint(false));
    const observer = new ResizeObserver(() => made.invalidateSize({ animate: false }));
    observer.observe(place.current);
    setMap(made);
    return () => {
      stopHint();
      observer.disconnect();
      made.remove();
      setMap(null);
    };
  }, [settings]);

  useEffect(() => {
    if (!map) return undefined;
    const controls = L.control.zoom({ position: 'bottomright', zoomInTitle: t('zoomIn'), zoomOutTitle: t('zoomOut') }).addTo(map);
    return () => void controls.remove();
  }, [map, t]);

  useEffect(() => {
    if (!map) return undefined;
    const layer = tiles
      ? L.tileLayer(tiles, { maxZoom: 19 })
      : baseMap(scheme === 'dark' ? darkMap : lightMap);
    layer.addTo(map);
    return () => void layer.remove();
  }, [map, scheme, tiles]);

  useFit(map, markers, settings);
  const popup = usePopup(map, markers, openId, setOpenId);
  const open = markers.find((marker) => marker.id === openId);
  return (
    <div className={classes.frame} data-scheme={scheme}>
      <div ref={place} className={classes.map} role="region" aria-label={t('mapOf', { title })} />
      {map && <Markers map={map} markers={markers} onOpen={setOpenId} act={act} />}
      {open && popup && createPortal(<MarkerTip marker={open} act={act} />, popup)}
      {hasHint && (
        <div className={classes.hint} aria-hidden>
          {t('twoFingers')}
        </div>
      )}
      {markers.length === 0 && data.every((source) => source.status === 'ready') && (
        <div className={classes.note} role="status">
          {t('noPlaces')}
        </div>
      )}
    </div>
  );
}

/** True for screens that are touched first of all. */
function isTouched(): boolean {
  return window.matchMedia('(pointer: coarse)').matches;
}

/** Tells when one finger moves over the map as if to move it, and when it is gone. */
function hintAt(element: HTMLElement, show: () => void, hide: () => void): () => void {
  if (!isTouched()) return () => undefined;
  const moved = ({ touches }: TouchEvent) => (touches.length === 1 ? show() : hide());
  element.addEventListener('touchmove', moved, { passive: true });
  element.addEventListener('touchend', hide);
  element.addEventListener('touchcancel', hide);
  return () => {
    element.removeEventListener('touchmove', moved);
    element.removeEventListener('touchend', hide);
    element.removeEventListener('touchcancel', hide);
  };
}

function centerOf(settings: MapSettings): L.LatLngExpression {
  return [...(placeOf(settings.defaultCenterPosition) ?? [0, 0])] as [number, number];
}

/** Shows all markers when others are there than before; not while the viewer moves the map himself. */
function useFit(map: L.Map | null, markers: readonly Marker[], settings: MapSettings): void {
  const fitted = useRef('');
  const ids = markers.map((marker) => marker.id).join();
  const where = useRef(markers);
  useEffect(() => {
    where.current = markers;
  }, [markers]);
  useEffect(() => {
    if (!map) {
      fitted.current = '';
      return;
    }
    if (!ids || fitted.current === ids || !settings.fitMapBounds || settings.useDefaultCenterPosition) return;
    fitted.current = ids;
    const bounds = L.latLngBounds(where.current.map((marker) => [marker.x, marker.y]));
    map.invalidateSize({ animate: false });
    map.fitBounds(bounds, { paddingTopLeft: [60, 90], paddingBottomRight: [60, 34], maxZoom: CLOSEST_FIT, animate: false });
  }, [map, ids, settings]);
}

/** Opens the box of a marker; gives the element to draw into. */
function usePopup(
  map: L.Map | null,
  markers: readonly Marker[],
  openId: string | null,
  setOpenId: (id: string | null) => void,
): HTMLElement | null {
  const [element] = useState(() => document.createElement('div'));
  const open = markers.find((marker) => marker.id === openId);
  const [x, y, size] = [open?.x, open?.y, open?.size ?? 0];
  useEffect(() => {
    if (!map || x === undefined || y === undefined) return undefined;
    const popup = L.popup({ offset: [0, -size * 0.86], maxWidth: 320, minWidth: 284, autoPanPadding: [12, 12], className: classes.popup ?? '' })
      .setLatLng([x, y])
      .setContent(element);
    // Who opened it by keys goes on inside of it, and is where he was when it closes.
    const opener = document.activeElement instanceof HTMLElement && map.getPane('markerPane')?.contains(document.activeElement) ? document.activeElement : null;
    const closed = () => {
      setOpenId(null);
      opener?.focus({ preventScroll: true });
    };
    popup.on('remove', closed);
    popup.openOn(map);
    // The content is drawn after this; only then its size is known.
    const closeByKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') popup.close();
    };
    popup.getElement()?.addEventListener('keydown', closeByKey);
    const frame = requestAnimationFrame(() => {
      popup.update();
      if (opener?.matches(':focus-visible')) popup.getElement()?.querySelector<HTMLElement>('a, button')?.focus({ preventScroll: true });
    });
    return () => {
      cancelAnimationFrame(frame);
      popup.off('remove', closed);
      popup.remove();
    };
  }, [map, x, y, size, element, setOpenId]);
  return element;
}
