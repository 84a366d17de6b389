import { type ReactNode, useId } from 'react';
import { Switch as AriaSwitch } from 'react-aria-components';
import { HELP } from './fieldClasses.ts';

export interface SwitchProps {
  readonly label: string;
  readonly description?: ReactNode;
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly isDisabled?: boolean;
  /** The label is then for screen readers only. */
  readonly isLabelHidden?: boolean;
}

export function Switch({ label, description, isLabelHidden = false, ...rest }: SwitchProps): ReactNode {
  const helpId = useId();
  return (
    <div className="flex flex-col gap-0.5">
      <AriaSwitch
        {...rest}
        {...(description === undefined ? {} : { 'aria-describedby': helpId })}
        className="group inline-flex min-h-7 cursor-default outline-none items-center gap-2.5 disabled:opacity-60"
      >
        <span
          aria-hidden
          className="flex h-[1.125rem] w-8 shrink-0 items-center rounded-full border border-field bg-track p-px transition-colors group-selected:border-accent group-selected:bg-accent group-focus-visible:outline-2 group-focus-visible:outline-offset-2 group-focus-visible:outline-focus"
        >
          <span className="size-3.5 rounded-full bg-muted transition-transform group-selected:translate-x-[0.85rem] group-selected:bg-on-accent" />
        </span>
        <span className={isLabelHidden ? 'sr-only' : 'font-medium'}>{label}</span>
      </AriaSwitch>
      {description === undefined ? null : (
        <span id={helpId} className={`${HELP} pl-[2.625rem]`}>
          {description}
        </span>
      )}
    </div>
  );
}
