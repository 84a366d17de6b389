import type { LucideIcon } from 'lucide-react';

/** One entry of a menu, wherever the menu opens. */
export interface MenuAction {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly isDanger?: boolean;
  readonly isDisabled?: boolean;
  onAction(): void;
}
