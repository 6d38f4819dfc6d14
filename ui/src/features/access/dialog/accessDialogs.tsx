import type { ActionDialogProps } from '@/entities/contract';
import { AccessDialog } from './AccessDialog';

/** The three doors into the dialog, as actions open them. */
export function AccessOf(props: ActionDialogProps) {
  return <AccessDialog {...props} parts="access" />;
}

export function ShareOf(props: ActionDialogProps) {
  return <AccessDialog {...props} parts="share" />;
}

export function OwnerOf(props: ActionDialogProps) {
  return <AccessDialog {...props} parts="owner" />;
}
