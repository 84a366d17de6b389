import { useCallback, useEffect, useState } from 'react';
import type { History } from '../../shared/history.ts';
import type { HistorySpan } from '../../shared/historySpans.ts';
import { useEngine } from '../engine.tsx';
import { startPolling } from './polling.ts';

const REFRESH_MS: Readonly<Record<HistorySpan, number>> = { '10min': 1000, day: 60_000, '90days': 60_000 };

export interface HistoryQuery {
  readonly span: HistorySpan;
  /** Of one share; of everything when absent. */
  readonly infoHash?: string | undefined;
}

export interface HistoryData {
  /** Undefined until the first answer for this span and share. */
  readonly history: History | undefined;
  /** Only while there is nothing to show. */
  readonly error: unknown;
  retry(): void;
}

interface Answer {
  readonly key: string;
  readonly history?: History;
  readonly error?: unknown;
}

/** The history, kept fresh while the page is visible and the engine is there; the last one stays when it is not. */
export function useHistory({ span, infoHash }: HistoryQuery): HistoryData {
  const { call, state } = useEngine();
  const isConnected = state.kind === 'connected';
  const [answer, setAnswer] = useState<Answer>({ key: '' });
  const key = `${span} ${infoHash ?? ''}`;

  const load = useCallback(
    (isWanted: () => boolean): Promise<void> => {
      const tell = (next: Answer): void => {
        if (isWanted()) setAnswer((before) => merge(before, next));
      };
      return call('history.get', { span, ...(infoHash === undefined ? {} : { infoHash }) }).then(
        (history) => tell({ key, history }),
        (error: unknown) => tell({ key, error }),
      );
    },
    [call, span, infoHash, key],
  );

  useEffect(() => {
    if (!isConnected) return undefined;
    let isWanted = true;
    const stop = startPolling(() => load(() => isWanted), REFRESH_MS[span]);
    return () => {
      isWanted = false;
      stop();
    };
  }, [isConnected, load, span]);

  const current = answer.key === key ? answer : undefined;
  return {
    history: current?.history,
    error: current?.history === undefined ? current?.error : undefined,
    retry: () => void load(() => true),
  };
}

/** A failure after a success changes nothing: the next turn may well succeed. */
function merge(before: Answer, next: Answer): Answer {
  if (next.history !== undefined || before.key !== next.key || before.history === undefined) return next;
  return before;
}
