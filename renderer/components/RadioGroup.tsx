import type { ReactNode } from 'react';
import { RadioGroup as AriaRadioGroup, Label, Radio } from 'react-aria-components';
import { LABEL } from './fieldClasses.ts';

export interface RadioOption<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
  /** What choosing it means. */
  readonly description?: ReactNode;
}

export interface RadioGroupProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly RadioOption<Value>[];
  readonly isDisabled?: boolean;
  /** The label is then for screen readers only. */
  readonly isLabelHidden?: boolean;
}

/** One of a few, all of which are seen with what they mean. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>): ReactNode {
  const { label, value, onChange, options, isDisabled = false, isLabelHidden = false } = props;
  const choose = (key: string): void => {
    const option = options.find((candidate) => candidate.value === key);
    if (option !== undefined) onChange(option.value);
  };
  return (
    <AriaRadioGroup value={value} onChange={choose} isDisabled={isDisabled} className="flex flex-col gap-1">
      <Label className={isLabelHidden ? 'sr-only' : LABEL}>{label}</Label>
      {options.map((option) => (
        <Radio
          key={option.value}
          value={option.value}
          className="group flex cursor-default items-start gap-2.5 rounded-md px-2 py-1.5 outline-none -mx-2 hover:bg-hover disabled:hover:bg-transparent disabled:not-data-selected:opacity-60"
        >
          <span
            aria-hidden
            className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-field bg-surface group-selected:border-accent group-focus-visible:outline-2 group-focus-visible:outline-offset-2 group-focus-visible:outline-focus"
          >
            <span className="size-2 rounded-full group-selected:bg-accent forced-colors:group-selected:bg-[CanvasText]" />
          </span>
          <span className="flex min-w-0 flex-col">
            <span className="font-medium">{option.label}</span>
            {option.description === undefined ? null : <span className="text-sm text-muted">{option.description}</span>}
          </span>
        </Radio>
      ))}
    </AriaRadioGroup>
  );
}
