import { useCallback, useEffect, useState } from 'react';
import type { CommandResult } from '../../../shared/contract.ts';
import { useEngine } from '../../engine.tsx';

export type Found = CommandResult<'shares.scan'>;

export type Scan =
  /** Nothing is chosen. */
  | { readonly kind: 'none' }
  | { readonly kind: 'scanning' }
  | { readonly kind: 'done'; readonly found: Found }
  | { readonly kind: 'failed'; readonly error: unknown };

/** What sharing these paths would share. Only the answer to the newest question counts. */
export function useScan(paths: readonly string[]): { readonly scan: Scan; retry(): void } {
  const { call } = useEngine();
  const [answer, setAnswer] = useState<{ readonly key: string; readonly scan: Scan }>();
  const [attempt, setAttempt] = useState(0);
  const key = paths.length === 0 ? '' : JSON.stringify([attempt, ...paths]);
  useEffect(() => {
    if (key === '') return undefined;
    const [, ...wanted] = JSON.parse(key) as [number, ...string[]];
    let isNewest = true;
    const settle = (scan: Scan): void => {
      if (isNewest) setAnswer({ key, scan });
    };
    call('shares.scan', { paths: wanted }).then(
      (found) => settle({ kind: 'done', found }),
      (error: unknown) => settle({ kind: 'failed', error }),
    );
    return () => {
      isNewest = false;
    };
  }, [key, call]);
  const retry = useCallback(() => setAttempt((before) => before + 1), []);
  if (key === '') return { scan: { kind: 'none' }, retry };
  return { scan: answer?.key === key ? answer.scan : { kind: 'scanning' }, retry };
}
