import { ActionIcon, Menu } from '@mantine/core';
import { EllipsisVertical, FileSpreadsheet, Image, Maximize2 } from 'lucide-react';
import type { RefObject } from 'react';
import { download } from '@/lib/csv';
import { useLocale, useText } from '@/lib/locale';
import { dashboardsText } from '@/lib/text/dashboards';
import type { SourceData, WidgetConfig } from '@/widgets/contract';
import { useToasts } from '@/kit/toast';
import classes from './dashboard.module.css';
import { csvOf, fileName } from './exportData';
import { savePicture } from './exportPicture';

interface WidgetMenuProps {
  readonly title: string;
  readonly config: WidgetConfig;
  readonly data: readonly SourceData[];
  readonly body: RefObject<HTMLDivElement | null>;
  readonly onLarge: () => void;
}

/** What can be done with a widget as a whole; nothing where the dashboard allows none of it. */
export function WidgetMenu({ title, config, data, body, onLarge }: WidgetMenuProps) {
  const t = useText(dashboardsText);
  const locale = useLocale();
  const toasts = useToasts();
  if (!config.enableDataExport && !config.enableFullscreen) {
    return null;
  }
  const saveCsv = () => download(fileName(title, 'csv'), csvOf(data, locale));
  const savePng = () => {
    if (body.current) {
      savePicture(body.current, fileName(title, 'png')).catch(() => toasts.failed(new Error(t('exportFailed'))));
    }
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" className={classes.menu} aria-label={t('widgetMenu', { title })}>
          <EllipsisVertical size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {config.enableFullscreen && (
          <Menu.Item leftSection={<Maximize2 size={16} />} onClick={onLarge}>
            {t('enlarge')}
          </Menu.Item>
        )}
        {config.enableDataExport && (
          <>
            <Menu.Item leftSection={<FileSpreadsheet size={16} />} onClick={saveCsv}>
              {t('exportCsv')}
            </Menu.Item>
            <Menu.Item leftSection={<Image size={16} />} onClick={savePng}>
              {t('exportPng')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
