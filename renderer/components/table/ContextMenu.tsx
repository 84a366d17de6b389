import { type ReactNode, useRef, useState } from 'react';
import type { Keyed } from '../../views/viewState.ts';
import type { MenuAction } from '../MenuAction.ts';
import { MenuItems } from '../MenuItems.tsx';
import type { Selection } from './useSelection.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface ContextMenuState {
  readonly open: { readonly at: Point; readonly actions: readonly MenuAction[] } | undefined;
  openAt(row: Keyed, index: number, at: Point): void;
  /** Below the element of the row, for the keyboard. */
  openBy(row: Keyed, index: number, element: HTMLElement | null): void;
  close(): void;
}

export interface ContextMenuDeps {
  readonly selection: Selection;
  readonly rowActions: ((keys: ReadonlySet<string>) => readonly MenuAction[]) | undefined;
  readonly isSelectable: boolean;
}

const KEYBOARD_INSET = 24;

export function useContextMenu({ selection, rowActions, isSelectable }: ContextMenuDeps): ContextMenuState {
  const [open, setOpen] = useState<ContextMenuState['open']>(undefined);
  const openAt = (row: Keyed, index: number, at: Point): void => {
    if (rowActions === undefined) return;
    const isSelected = selection.selected.has(row.key);
    // As in every file manager: a menu on a row outside the selection is about that row.
    if (!isSelected && isSelectable) selection.only(row.key, index);
    const actions = rowActions(isSelected ? selection.selected : new Set([row.key]));
    if (actions.length > 0) setOpen({ at, actions });
  };
  return {
    open,
    openAt,
    openBy(row, index, element) {
      const box = element?.getBoundingClientRect();
      openAt(row, index, { x: (box?.left ?? 0) + KEYBOARD_INSET, y: box?.bottom ?? 0 });
    },
    close: () => setOpen(undefined),
  };
}

export function ContextMenu({ menu, label }: { readonly menu: ContextMenuState; readonly label: string }): ReactNode {
  const anchor = useRef<HTMLSpanElement>(null);
  const { open } = menu;
  return (
    <>
      <span ref={anchor} aria-hidden className="pointer-events-none fixed size-0" />
      {open === undefined ? null : (
        <MenuItems
          label={label}
          actions={open.actions.map((action) => closingAfter(action, menu))}
          isOpen
          focusFirst
          onOpenChange={(isOpen) => {
            if (!isOpen) menu.close();
          }}
          triggerRef={anchor}
          getTargetRect={() => new DOMRect(open.at.x, open.at.y, 0, 0)}
          offset={0}
          placement="bottom start"
        />
      )}
    </>
  );
}

/** Without a button of its own the menu does not know that it is to close when something was chosen. */
function closingAfter(action: MenuAction, menu: ContextMenuState): MenuAction {
  return {
    ...action,
    onAction() {
      menu.close();
      action.onAction();
    },
  };
}
