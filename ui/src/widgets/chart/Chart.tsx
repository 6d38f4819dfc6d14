import { Button } from '@mantine/core';
import { ZoomOut } from 'lucide-react';
import { use, useEffect, useRef } from 'react';
import { useText } from '@/lib/locale';
import { widgetsText } from '@/lib/text/widgets';
import { ZoomContext } from '@/widgets/contract';
import classes from './chart.module.css';
import { type ChartOption, connect, type ECharts, init } from './echarts';
import { useZoom } from './useZoom';

const GROUP = 'page';

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
    // The cursor stands at the same time in all charts of the page.
    made.group = GROUP;
    connect(GROUP);
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
  useZoom(place, chart);
  const t = useText(widgetsText);
  const zoom = use(ZoomContext);
  return (
    <>
      <div ref={place} className={classes.chart} role="img" aria-label={label} />
      {zoom?.isZoomed && (
        <Button className={classes.back} size="compact-xs" variant="default" leftSection={<ZoomOut size={13} aria-hidden />} onClick={zoom.back}>
          {t('zoomBack')}
        </Button>
      )}
    </>
  );
}
