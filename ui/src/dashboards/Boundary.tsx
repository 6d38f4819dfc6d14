import { Button } from '@mantine/core';
import { Component, type CSSProperties, type ReactNode } from 'react';
import { EmptyState } from '@/kit/states';
import { useText } from '@/lib/locale';
import { dashboardsText } from '@/lib/text/dashboards';
import classes from './dashboard.module.css';

interface BoundaryProps {
  readonly title: string;
  readonly style: CSSProperties;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly hasFailed: boolean;
}

/** Keeps a widget that fails from taking the page with it. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { hasFailed: false };

  static getDerivedStateFromError(): BoundaryState {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? (
      <Failed {...this.props} onRetry={() => this.setState({ hasFailed: false })} />
    ) : (
      this.props.children
    );
  }
}

function Failed({ title, style, onRetry }: Omit<BoundaryProps, 'children'> & { readonly onRetry: () => void }) {
  const t = useText(dashboardsText);
  return (
    <section className={classes.card} style={style} aria-label={title}>
      <EmptyState
        title={t('failed')}
        text={title}
        action={
          <Button variant="default" size="xs" onClick={onRetry}>
            {t('retry')}
          </Button>
        }
      />
    </section>
  );
}
