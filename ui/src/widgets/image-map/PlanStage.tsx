import { ActionIcon } from '@mantine/core';
import { Maximize, Minus, Plus } from 'lucide-react';
import { type CSSProperties, type FocusEvent, type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useText } from '@/lib/locale';
import { widgetsText } from '@/lib/text/widgets';
import classes from './ImageMap.module.css';
import { canZoom, moveBy, type PlanView, WHOLE, zoomAt } from './planView';
import { useGestures } from './useGestures';

const STEP = 1.5;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0.15, 0],
  ArrowRight: [-0.15, 0],
  ArrowUp: [0, 0.15],
  ArrowDown: [0, -0.15],
};

interface PlanStageProps {
  readonly label: string;
  readonly style: CSSProperties;
  readonly children: ReactNode;
}

/** The frame through which a plan is seen: wheel, pinch and buttons zoom, a drag and the arrows move. */
export function PlanStage({ label, style, children }: PlanStageProps) {
  const t = useText(widgetsText);
  const frame = useRef<HTMLDivElement>(null);
  const [view, setView] = useState(WHOLE);
  useGestures(frame, view, setView);
  const zoom = (factor: number) => setView((before) => zoomAt(before, factor, 0.5, 0.5));
  const onKeyDown = (event: KeyboardEvent) => {
    const next = event.target === frame.current ? viewAfter(event.key, view) : null;
    if (next) {
      event.preventDefault();
      setView(next);
    }
  };
  // A pin that gets the focus by the keyboard comes into sight.
  const onFocus = ({ target }: FocusEvent) => {
    const outer = frame.current?.getBoundingClientRect();
    const inner = target.getBoundingClientRect();
    if (!outer || target === frame.current || view.zoom === 1) return;
    const [x, y] = [(inner.left + inner.width / 2 - outer.left) / outer.width, (inner.top + inner.height / 2 - outer.top) / outer.height];
    if (Math.min(x, y) < 0 || Math.max(x, y) > 1) setView((before) => moveBy(before, 0.5 - x, 0.5 - y));
  };
  return (
    <div className={classes.stage} style={style}>
      {/* A group that takes the focus, so that the keyboard can move the plan like a map. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={frame}
        className={classes.sight}
        role="group"
        aria-label={label}
        aria-roledescription={t('plan')}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        data-near={view.zoom > 1 || undefined}
        onKeyDown={onKeyDown}
        onFocus={onFocus}
      >
        <div className={classes.plan} style={planStyle(view)}>
          {children}
        </div>
      </div>
      <ActionIcon.Group orientation="vertical" className={classes.zoom}>
        <ActionIcon variant="default" aria-label={t('zoomIn')} disabled={!canZoom(view, true)} onClick={() => zoom(STEP)}>
          <Plus size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label={t('zoomOut')} disabled={!canZoom(view, false)} onClick={() => zoom(1 / STEP)}>
          <Minus size={16} />
        </ActionIcon>
        {view.zoom > 1 && (
          <ActionIcon variant="default" aria-label={t('wholePlan')} onClick={() => setView(WHOLE)}>
            <Maximize size={15} />
          </ActionIcon>
        )}
      </ActionIcon.Group>
    </div>
  );
}

/** Null for keys that mean nothing here. */
function viewAfter(key: string, view: PlanView): PlanView | null {
  const arrow = ARROWS[key];
  if (arrow) return view.zoom > 1 ? moveBy(view, ...arrow) : null;
  switch (key) {
    case '+':
    case '=':
      return zoomAt(view, STEP, 0.5, 0.5);
    case '-':
      return zoomAt(view, 1 / STEP, 0.5, 0.5);
    case '0':
      return WHOLE;
    default:
      return null;
  }
}

function planStyle({ zoom, x, y }: PlanView): CSSProperties {
  const size = `${zoom * 100}%`;
  return { width: size, height: size, left: `${-x * zoom * 100}%`, top: `${-y * zoom * 100}%` };
}
