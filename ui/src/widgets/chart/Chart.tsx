import { useEffect, useRef } from 'react';
import classes from './chart.module.css';
import { type ChartOption, type ECharts, init } from './echarts';

interface ChartProps {
  readonly option: ChartOption;
  /** What it shows, for who cannot see it. */
  readonly label: string;
}

/** A chart that fills its place. */
export function Chart({ option, label }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const made = init(element, undefined, { renderer: 'canvas' });
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(option, { replaceMerge: ['series', 'yAxis', 'visualMap'], lazyUpdate: true });
  }, [option]);
  return <div ref={place} className={classes.chart} role="img" aria-label={label} />;
}
