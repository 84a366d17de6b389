import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { classes } from './classes.ts';

export type ButtonVariant = 'primary' | 'default' | 'quiet' | 'danger';

export interface ButtonProps {
  readonly variant?: ButtonVariant;
  readonly icon?: LucideIcon;
  readonly onPress?: () => void;
  readonly isDisabled?: boolean;
  readonly autoFocus?: boolean;
  readonly type?: 'button' | 'submit';
  readonly children: ReactNode;
}

const LOOKS: Readonly<Record<ButtonVariant, string>> = {
  primary: 'border-transparent bg-accent font-semibold text-on-accent hover:bg-accent-hover pressed:bg-accent-hover',
  default: 'border-line bg-surface hover:bg-hover pressed:bg-selected',
  quiet: 'border-transparent hover:bg-hover pressed:bg-selected',
  danger:
    'border-error bg-surface text-error hover:bg-error hover:text-on-error hover:forced-color-adjust-none pressed:bg-error pressed:text-on-error',
};

/** A button with words; `IconButton` is for one without. */
export function Button({ variant = 'default', icon: Icon, children, ...rest }: ButtonProps): ReactNode {
  return (
    <AriaButton
      {...rest}
      className={classes(
        'inline-flex min-h-8 shrink-0 cursor-default items-center justify-center gap-1.5 rounded-md border px-3 py-1',
        'text-base whitespace-nowrap disabled:opacity-50',
        LOOKS[variant],
      )}
    >
      {Icon === undefined ? null : <Icon aria-hidden size={15} className="-ml-0.5 shrink-0" />}
      {children}
    </AriaButton>
  );
}
