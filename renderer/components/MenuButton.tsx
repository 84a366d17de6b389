import { EllipsisVertical, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, MenuTrigger } from 'react-aria-components';
import type { MenuAction } from './MenuAction.ts';
import { MenuItems } from './MenuItems.tsx';

export interface MenuButtonProps {
  readonly label: string;
  /** Three dots when absent. */
  readonly icon?: LucideIcon;
  readonly actions: readonly MenuAction[];
  readonly isDisabled?: boolean;
}

/** An icon that opens a menu. */
export function MenuButton({
  label,
  icon: Icon = EllipsisVertical,
  actions,
  isDisabled = false,
}: MenuButtonProps): ReactNode {
  return (
    <MenuTrigger>
      <AriaButton
        aria-label={label}
        isDisabled={isDisabled}
        className="inline-flex size-7 shrink-0 cursor-default items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink pressed:bg-selected disabled:opacity-50"
      >
        <Icon aria-hidden size={15} />
      </AriaButton>
      <MenuItems label={label} actions={actions} />
    </MenuTrigger>
  );
}
