import { CloseButton, Popover } from '@mantine/core';
import { useMemo, useState } from 'react';
import { pictureAddress } from '@/lib/picture';
import { useText } from '@/lib/locale';
import { widgetsText } from '@/lib/text/widgets';
import { type Action, type Row, type WidgetProps } from '@/widgets/contract';
import { MarkerTip } from '../shared/MarkerTip';
import shared from '../shared/marker.module.css';
import { type Marker, useMarkers } from '../shared/markers';
import { type ImageMapSettings, pictureSources } from './definition';
import classes from './ImageMap.module.css';
import { PlanStage } from './PlanStage';

/** Entities on a picture, such as the plan of a floor; 0,0 is the top left of it and 1,1 the bottom right. */
export function ImageMap({ title, settings, data, act }: WidgetProps<ImageMapSettings>) {
  const t = useText(widgetsText);
  const [ratio, setRatio] = useState<number | null>(null);
  const [openId, setOpenId] = useState<string | null>(null);
  const before = pictureSources(settings).length;
  const picture = usePicture(settings, data, before);
  const markers = useMarkers(settings.markers, useMemo(() => data.slice(before), [data, before]), 'plan');
  if (!picture) {
    return <div className={classes.nothing}>{data[0]?.status === 'loading' ? '' : t('noPlan')}</div>;
  }
  return (
    <div className={classes.frame}>
      <PlanStage label={t('planView', { title })} style={ratio ? { aspectRatio: ratio, maxWidth: `calc(100cqh * ${ratio})` } : {}}>
        <img
          src={picture}
          alt={t('planOf', { title })}
          draggable={false}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setRatio(naturalHeight > 0 ? naturalWidth / naturalHeight : 1)}
        />
        {ratio !== null &&
          markers.map((marker) => (
            <Pin key={marker.id} marker={marker} isOpen={marker.id === openId} onOpen={setOpenId} act={act} />
          ))}
      </PlanStage>
    </div>
  );
}

function usePicture(settings: ImageMapSettings, data: WidgetProps<ImageMapSettings>['data'], before: number): string | null {
  const raw = before > 0 ? Object.values(data[0]?.rows[0]?.latest ?? {})[0]?.value : settings.imageSource.url;
  return useMemo(() => pictureAddress(raw), [raw]);
}

interface PinProps {
  readonly marker: Marker;
  readonly isOpen: boolean;
  readonly onOpen: (id: string | null) => void;
  readonly act: (action: Action, row: Row | null) => void;
}

function Pin({ marker, isOpen, onOpen, act }: PinProps) {
  const t = useText(widgetsText);
  const { settings, size, image, label, row } = marker;
  const click = () => {
    if (settings.click.action) act(settings.click.action, row);
    else if (settings.tooltip.show) onOpen(isOpen ? null : marker.id);
  };
  return (
    <Popover opened={isOpen} onChange={(opened) => onOpen(opened ? marker.id : null)} position="top" shadow="lg" radius={12} withArrow trapFocus withinPortal>
      <Popover.Target>
        <button
          type="button"
          className={classes.pin}
          aria-label={row.label || row.name}
          onClick={click}
          style={{
            left: `${Math.min(Math.max(marker.x, 0), 1) * 100}%`,
            top: `${Math.min(Math.max(marker.y, 0), 1) * 100}%`,
            width: size,
            height: size,
            translate: `${-settings.markerOffsetX * 100}% ${-settings.markerOffsetY * 100}%`,
          }}
        >
          <span className={shared.marker}>
            {image ? <img src={image} alt="" draggable={false} /> : <span className={shared.dot} />}
            {label && <span className={`${classes.label ?? ''} ${(settings.label.style === 'pill' ? shared.pill : shared.plain) ?? ''}`}>{label}</span>}
          </span>
        </button>
      </Popover.Target>
      <Popover.Dropdown maw={320} miw={230} p="sm">
        <CloseButton className={classes.close} size="sm" aria-label={t('close')} onClick={() => onOpen(null)} />
        <MarkerTip marker={marker} act={act} />
      </Popover.Dropdown>
    </Popover>
  );
}
