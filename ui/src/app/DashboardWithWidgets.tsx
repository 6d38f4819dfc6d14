import { DashboardPage } from '@/dashboards/DashboardPage';
import { WidgetsContext } from '@/widgets/contract';
import { widgets } from '@/widgets/registry';

/** A dashboard with the widgets that we ship. */
export function page() {
  return (
    <WidgetsContext value={widgets}>
      <DashboardPage />
    </WidgetsContext>
  );
}
