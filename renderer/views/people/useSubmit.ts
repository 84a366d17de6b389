import { useState } from 'react';
import { useErrorText } from '../../text/errorText.ts';
import { safeText } from '../../text/safeText.ts';

export interface Submit {
  /** What the engine refused it for, in words, until it is tried again. */
  readonly error: string | undefined;
  readonly isBusy: boolean;
  run(): void;
}

const MAX_CHARACTERS = 500;

/** What the main button of a form does; a refusal stays in the form, where it can be mended. */
export function useSubmit(action: () => Promise<void>): Submit {
  const words = useErrorText();
  const [error, setError] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const run = (): void => {
    if (isBusy) return;
    setIsBusy(true);
    setError(undefined);
    action()
      .catch((reason: unknown) => {
        const { message, hint } = words(reason);
        setError(safeText(hint === undefined ? message : `${message} ${hint}`, MAX_CHARACTERS));
      })
      .finally(() => setIsBusy(false));
  };
  return { error, isBusy, run };
}
