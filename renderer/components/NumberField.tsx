import { Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { NumberField as AriaNumberField, Button, FieldError, Group, Input, Label, Text } from 'react-aria-components';
import { ERROR, HELP, LABEL } from './fieldClasses.ts';

export interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly description?: ReactNode;
  readonly error?: ReactNode;
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly step?: number;
  readonly isDisabled?: boolean;
  /** How the figure is written; ports, for one, are not grouped. */
  readonly formatOptions?: Intl.NumberFormatOptions;
}

const STEPPER = 'flex w-7 cursor-default items-center justify-center text-muted hover:text-ink disabled:opacity-40';

export function NumberField({ label, description, error, ...rest }: NumberFieldProps): ReactNode {
  return (
    <AriaNumberField
      {...rest}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className="flex flex-col gap-1"
    >
      <Label className={LABEL}>{label}</Label>
      <Group className="flex min-h-8 w-44 rounded-md border border-field bg-surface invalid:border-error disabled:opacity-60">
        <Input className="figures min-w-0 flex-1 rounded-md bg-transparent px-2.5 text-right text-base" />
        <Button slot="decrement" className={STEPPER}>
          <Minus aria-hidden size={13} />
        </Button>
        <Button slot="increment" className={STEPPER}>
          <Plus aria-hidden size={13} />
        </Button>
      </Group>
      {description === undefined ? null : (
        <Text slot="description" className={HELP}>
          {description}
        </Text>
      )}
      <FieldError className={ERROR}>{error}</FieldError>
    </AriaNumberField>
  );
}
