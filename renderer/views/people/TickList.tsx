import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { SafeText } from '../../components/SafeText.tsx';
import { safeText } from '../../text/safeText.ts';

export interface TickListProps {
  readonly label: string;
  readonly items: readonly { readonly key: string; readonly name?: string | undefined }[];
  /** Also of items that are not shown; these stay. */
  readonly selected: ReadonlySet<string>;
  readonly onChange: (keys: ReadonlySet<string>) => void;
}

/** A few things, each to be ticked. */
export function TickList({ label, items, selected, onChange }: TickListProps): ReactNode {
  const { t } = useTranslation('people');
  return (
    <ListBox
      aria-label={label}
      items={items}
      dependencies={[selected]}
      selectionMode="multiple"
      escapeKeyBehavior="none"
      selectedKeys={selected}
      onSelectionChange={(keys) =>
        onChange(
          keys === 'all' ? new Set([...selected, ...items.map(({ key }) => key)]) : new Set([...keys].map(String)),
        )
      }
      renderEmptyState={() => <p className="p-3 text-center text-muted">{t('pick.noMatch')}</p>}
      className="max-h-44 min-h-9 overflow-y-auto rounded-md border border-field p-0.5"
    >
      {({ key, name }) => (
        <ListBoxItem
          id={key}
          textValue={safeText(name ?? key)}
          className="group flex min-h-7 cursor-default items-center gap-2 rounded-sm px-2 -outline-offset-2 hover:bg-hover"
        >
          <span
            aria-hidden
            className="flex size-4 shrink-0 items-center justify-center rounded-sm border border-field bg-surface text-on-accent group-selected:border-accent group-selected:bg-accent"
          >
            <Check size={12} strokeWidth={3} className="invisible group-selected:visible" />
          </span>
          <span className="min-w-0 truncate">
            <SafeText text={name ?? key} />
          </span>
        </ListBoxItem>
      )}
    </ListBox>
  );
}
