import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Tooltip } from './Tooltip.tsx';

export interface IconButtonProps {
  /** Read by screen readers, shown as a tooltip. */
  readonly label: string;
  readonly icon: LucideIcon;
  readonly onPress?: () => void;
  readonly isDisabled?: boolean;
}

export function IconButton({ label, icon: Icon, ...rest }: IconButtonProps): ReactNode {
  return (
    <Tooltip text={label}>
      <AriaButton
        {...rest}
        aria-label={label}
        className="inline-flex size-7 shrink-0 cursor-default items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink pressed:bg-selected disabled:opacity-50"
      >
        <Icon aria-hidden size={15} />
      </AriaButton>
    </Tooltip>
  );
}
