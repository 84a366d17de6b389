import { Check, Columns3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Column } from './column.ts';
import type { TableLayout } from './useTableLayout.ts';

export interface ColumnChooserProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly layout: TableLayout<Row>;
}

/** A menu of the columns that may be shown or not, at the end of the header. */
export function ColumnChooser<Row>({ columns, layout }: ColumnChooserProps<Row>): ReactNode {
  const { t } = useTranslation('common');
  const choices = columns.filter(({ hideable = false }) => hideable);
  if (choices.length === 0) return null;
  const choose = (keys: 'all' | Set<unknown>): void => {
    for (const column of choices) {
      const isHidden = keys !== 'all' && !keys.has(column.id);
      if (isHidden !== layout.isHidden(column)) layout.setHidden(column.id, isHidden);
    }
  };
  return (
    <MenuTrigger>
      <Button
        aria-label={t('table.columns')}
        className="inline-flex size-7 cursor-default items-center justify-center rounded-md text-muted -outline-offset-1 hover:bg-hover hover:text-ink"
      >
        <Columns3 aria-hidden size={14} />
      </Button>
      <Popover
        placement="bottom end"
        className="min-w-44 rounded-md border border-line bg-surface p-1 shadow-raised outline-none"
      >
        <Menu
          aria-label={t('table.columns')}
          selectionMode="multiple"
          selectedKeys={choices.filter((column) => !layout.isHidden(column)).map(({ id }) => id)}
          onSelectionChange={choose}
          className="max-h-96 overflow-y-auto outline-none"
        >
          {choices.map(({ id, title }) => (
            <MenuItem
              key={id}
              id={id}
              textValue={title}
              className="group flex min-h-7 cursor-default items-center gap-2 rounded-sm px-2 -outline-offset-2 focus:bg-selected"
            >
              <Check aria-hidden size={14} className="invisible shrink-0 text-accent-text group-selected:visible" />
              {title}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
