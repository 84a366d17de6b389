import type { ReactNode } from 'react';
import { Menu, MenuItem, Popover, type PopoverProps } from 'react-aria-components';
import { classes } from './classes.ts';
import type { MenuAction } from './MenuAction.ts';

export interface MenuItemsProps
  extends Pick<PopoverProps, 'isOpen' | 'onOpenChange' | 'triggerRef' | 'getTargetRect' | 'placement' | 'offset'> {
  readonly label: string;
  readonly actions: readonly MenuAction[];
  /** For a menu without a button, which would see to the focus itself. */
  readonly focusFirst?: boolean;
}

/** The open menu: what a MenuButton and a context menu have in common. */
export function MenuItems({ label, actions, focusFirst = false, ...popover }: MenuItemsProps): ReactNode {
  return (
    <Popover
      {...popover}
      aria-label={label}
      className="min-w-44 rounded-md border border-line bg-surface p-1 shadow-raised outline-none"
    >
      <Menu
        aria-label={label}
        {...(focusFirst ? { autoFocus: 'first' as const } : {})}
        className="max-h-96 overflow-y-auto outline-none"
      >
        {actions.map(({ id, label: text, icon: Icon, isDanger = false, isDisabled = false, onAction }) => (
          <MenuItem
            key={id}
            id={id}
            textValue={text}
            isDisabled={isDisabled}
            onAction={onAction}
            className={classes(
              'flex min-h-7 cursor-default items-center gap-2 rounded-sm px-2 -outline-offset-2 focus:bg-selected disabled:opacity-50',
              isDanger && 'text-error',
            )}
          >
            {Icon === undefined ? null : <Icon aria-hidden size={14} className="shrink-0" />}
            <span>{text}</span>
          </MenuItem>
        ))}
      </Menu>
    </Popover>
  );
}
