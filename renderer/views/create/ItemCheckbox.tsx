import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox } from 'react-aria-components';

/** The box of a list's item; the list says what it selects. */
export function ItemCheckbox(): ReactNode {
  return (
    <AriaCheckbox slot="selection" className="group/box inline-flex">
      <span
        aria-hidden
        className="flex size-4 items-center justify-center rounded-sm border border-field bg-surface text-on-accent group-selected/box:border-accent group-selected/box:bg-accent group-focus-visible/box:outline-2 group-focus-visible/box:outline-offset-2 group-focus-visible/box:outline-focus"
      >
        <Check size={12} strokeWidth={3} className="invisible group-selected/box:visible" />
      </span>
    </AriaCheckbox>
  );
}
