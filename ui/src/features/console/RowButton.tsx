import { ActionIcon, Tooltip } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';

interface RowButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  /** Of which row, for those who do not see it. */
  readonly of: string;
  readonly onClick: () => void;
}

/** An icon at the end of a row. */
export function RowButton({ icon: Icon, label, of, onClick }: RowButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={`${label}: ${of}`} onClick={onClick}>
        <Icon size={17} />
      </ActionIcon>
    </Tooltip>
  );
}
