import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Select as AriaSelect,
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from 'react-aria-components';
import { HELP, LABEL } from './fieldClasses.ts';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

export interface SelectProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly SelectOption<Value>[];
  readonly description?: ReactNode;
  readonly isDisabled?: boolean;
  /** The label is then for screen readers only. */
  readonly isLabelHidden?: boolean;
}

export function Select<Value extends string>(props: SelectProps<Value>): ReactNode {
  const { label, value, onChange, options, description, isDisabled = false, isLabelHidden = false } = props;
  const choose = (key: unknown): void => {
    const option = options.find((candidate) => candidate.value === key);
    if (option !== undefined) onChange(option.value);
  };
  return (
    <AriaSelect
      value={value}
      onChange={choose}
      isDisabled={isDisabled}
      className="flex flex-col gap-1"
      {...(isLabelHidden ? { 'aria-label': label } : {})}
    >
      {isLabelHidden ? null : <Label className={LABEL}>{label}</Label>}
      <Button className="flex min-h-8 w-full min-w-32 cursor-default items-center gap-2 rounded-md border border-field bg-surface px-2.5 py-1 text-left text-base disabled:opacity-60">
        <SelectValue className="min-w-0 flex-1 truncate" />
        <ChevronDown aria-hidden size={14} className="shrink-0 text-muted" />
      </Button>
      {description === undefined ? null : (
        <Text slot="description" className={HELP}>
          {description}
        </Text>
      )}
      <Popover className="min-w-(--trigger-width) rounded-md border border-line bg-surface p-1 shadow-raised outline-none">
        <ListBox items={options} className="max-h-80 overflow-y-auto">
          {(option) => (
            <ListBoxItem
              id={option.value}
              textValue={option.label}
              className="flex min-h-7 cursor-default items-center gap-2 rounded-sm px-2 -outline-offset-2 focus:bg-selected"
            >
              {({ isSelected }) => (
                <>
                  <span className="flex-1">{option.label}</span>
                  {isSelected ? <Check aria-hidden size={14} className="text-accent-text" /> : null}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
