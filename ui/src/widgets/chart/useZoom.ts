import { type RefObject, use, useEffect } from 'react';
import { ZoomContext } from '@/widgets/contract';
import classes from './chart.module.css';
import type { ECharts } from './echarts';

/** Less than this is a click. */
const LEAST_PX = 8;

/**
 * Shows the time that one drags over, in all charts that share it; a double click goes back. Only with a mouse or a pen:
 * a finger scrolls the page.
 */
export function useZoom(place: RefObject<HTMLDivElement | null>, chart: RefObject<ECharts | null>): void {
  const zoom = use(ZoomContext);
  useEffect(() => {
    const element = place.current;
    if (!element || !zoom) return undefined;
    const band = document.createElement('div');
    band.className = classes.band ?? '';
    let from: number | null = null;
    const x = (event: PointerEvent) => event.clientX - element.getBoundingClientRect().left;
    const down = (event: PointerEvent) => {
      if (event.pointerType === 'touch' || event.button !== 0) return;
      from = x(event);
    };
    const move = (event: PointerEvent) => {
      if (from === null) return;
      const width = Math.abs(x(event) - from);
      if (width < LEAST_PX) return;
      if (!band.isConnected) element.append(band);
      band.style.left = `${Math.min(from, x(event))}px`;
      band.style.width = `${width}px`;
    };
    const up = (event: PointerEvent) => {
      const [start, end] = [from, x(event)];
      from = null;
      band.remove();
      if (start === null || Math.abs(end - start) < LEAST_PX) return;
      const times = [start, end].map((at) => chart.current?.convertFromPixel({ xAxisIndex: 0 }, at)).map(Number);
      if (times.every(Number.isFinite)) zoom.to(Math.round(Math.min(...times)), Math.round(Math.max(...times)));
    };
    const cancel = () => {
      from = null;
      band.remove();
    };
    const back = () => zoom.back();
    element.addEventListener('pointerdown', down);
    element.addEventListener('dblclick', back);
    // The pointer may leave the chart while it drags.
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', up);
    window.addEventListener('pointercancel', cancel);
    return () => {
      cancel();
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('dblclick', back);
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', up);
      window.removeEventListener('pointercancel', cancel);
    };
  }, [place, chart, zoom]);
}
