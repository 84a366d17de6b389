import type { ReactNode } from 'react';
import { TextField as AriaTextField, FieldError, Input, Label, Text, TextArea } from 'react-aria-components';
import { ERROR, HELP, INPUT, LABEL } from './fieldClasses.ts';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly description?: ReactNode;
  /** What is wrong with the value, in words; the field is marked as invalid. */
  readonly error?: ReactNode;
  readonly placeholder?: string;
  readonly type?: 'text' | 'password' | 'url';
  readonly isDisabled?: boolean;
  readonly isReadOnly?: boolean;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
  /** More than one line of text. */
  readonly rows?: number;
  readonly autoComplete?: string;
}

export function TextField({ label, description, error, placeholder, rows, ...rest }: TextFieldProps): ReactNode {
  const hint = placeholder === undefined ? {} : { placeholder };
  return (
    <AriaTextField {...rest} isInvalid={error !== undefined} validationBehavior="aria" className="flex flex-col gap-1">
      <Label className={LABEL}>{label}</Label>
      {rows === undefined ? (
        <Input className={INPUT} {...hint} />
      ) : (
        <TextArea className={INPUT} {...hint} rows={rows} />
      )}
      {description === undefined ? null : (
        <Text slot="description" className={HELP}>
          {description}
        </Text>
      )}
      <FieldError className={ERROR}>{error}</FieldError>
    </AriaTextField>
  );
}
