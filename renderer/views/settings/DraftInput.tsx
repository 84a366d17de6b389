import { type ReactNode, useState } from 'react';
import { FieldError, Input, TextField } from 'react-aria-components';
import { ERROR, INPUT } from '../../components/fieldClasses.ts';
import { SafeText } from '../../components/SafeText.tsx';

export interface DraftInputProps {
  readonly label: string;
  /** Of the element that says what it does. */
  readonly describedBy: string;
  /** What is set. */
  readonly text: string;
  readonly placeholder?: string | undefined;
  /** What is wrong with what was typed last. */
  readonly error: string | undefined;
  readonly isFigure?: boolean;
  /** Called with what was typed when it is another text, by Enter or on leaving the field. */
  readonly onApply: (draft: string) => void;
  /** Typing goes on: an error is no longer about what stands there. */
  readonly onEdit: () => void;
}

/** A field that takes effect when one is done with it. Escape goes back to what is set. */
export function DraftInput(props: DraftInputProps): ReactNode {
  const { label, describedBy, text, placeholder, error, isFigure = false, onApply, onEdit } = props;
  const [draft, setDraft] = useState<string>();
  const apply = (): void => {
    if (draft === undefined) return;
    if (draft.trim() === text) setDraft(undefined);
    else onApply(draft);
  };
  // What was applied is what is set, once the engine has taken it.
  const [appliedText, setAppliedText] = useState(text);
  if (appliedText !== text) {
    setAppliedText(text);
    setDraft(undefined);
  }
  return (
    <TextField
      aria-label={label}
      aria-describedby={describedBy}
      value={draft ?? text}
      isInvalid={error !== undefined}
      onChange={(value) => {
        setDraft(value);
        onEdit();
      }}
      onBlur={apply}
      onKeyDown={(event) => {
        if (event.key === 'Enter') apply();
        else if (event.key === 'Escape' && draft !== undefined) {
          setDraft(undefined);
          onEdit();
        } else event.continuePropagation();
      }}
      className="flex w-full flex-col gap-1"
    >
      <Input
        className={`${INPUT} ${isFigure ? 'figures' : ''}`}
        {...(placeholder === undefined ? {} : { placeholder })}
        spellCheck={false}
        autoComplete="off"
      />
      <FieldError className={ERROR}>{error === undefined ? null : <SafeText text={error} max={300} />}</FieldError>
    </TextField>
  );
}
