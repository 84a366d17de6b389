import { Search, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { SearchField as AriaSearchField, Button, Input } from 'react-aria-components';
import { useTranslation } from 'react-i18next';

export interface SearchFieldProps {
  /** Name and placeholder at once. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoFocus?: boolean;
}

/** A filter box. Escape empties it; the shortcut for filtering focuses the first one in the view. */
export function SearchField({ label, value, onChange, autoFocus = false }: SearchFieldProps): ReactNode {
  const { t } = useTranslation('common');
  return (
    <AriaSearchField
      aria-label={label}
      value={value}
      onChange={onChange}
      autoFocus={autoFocus}
      maxLength={200}
      className="group relative flex w-52 min-w-32 items-center"
    >
      <Search aria-hidden size={14} className="pointer-events-none absolute left-2.5 text-muted" />
      <Input
        data-filter-box=""
        placeholder={label}
        className="min-h-8 w-full min-w-0 rounded-md border border-field bg-surface py-1 pr-8 pl-8 text-base [&::-webkit-search-cancel-button]:hidden"
      />
      <Button
        aria-label={t('search.clear')}
        className="absolute right-1 flex size-6 cursor-default items-center justify-center rounded-sm text-muted group-empty:hidden hover:text-ink"
      >
        <X aria-hidden size={13} />
      </Button>
    </AriaSearchField>
  );
}
