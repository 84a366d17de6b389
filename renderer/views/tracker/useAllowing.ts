import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../../components/toast.ts';
import { useErrorText } from '../../text/errorText.ts';
import { useListCommands } from './useListCommands.ts';
import type { Policy } from './usePolicy.ts';

/** Lets what was refused be served. */
export interface Allowing {
  /** False where the policy is fixed to one that no list changes. */
  readonly isPossible: boolean;
  /** At once; where the list does not count yet, it is asked first whether it shall. */
  allow(infoHashes: readonly string[]): void;
  block(infoHashes: readonly string[]): void;
  /** Torrents about which it is asked; none while nothing is. */
  readonly asked: readonly string[];
  /** The list shall count, and these are on it. */
  confirm(): void;
  cancel(): void;
}

export function useAllowing(policy: Policy | undefined): Allowing {
  const { t } = useTranslation('tracker');
  const words = useErrorText();
  const { judge } = useListCommands();
  const [asked, setAsked] = useState<readonly string[]>([]);
  return useMemo(() => {
    const isListIdle = policy?.now === 'shares';
    async function allowAndServe(infoHashes: readonly string[]): Promise<void> {
      try {
        judge(infoHashes, 'allow', await policy?.set('listed'));
      } catch (error) {
        toast.failed(t('policy.failed'), words(error));
      }
    }
    return {
      isPossible: policy !== undefined && (!isListIdle || policy.fixedBy === undefined),
      allow: (infoHashes) => (isListIdle ? setAsked(infoHashes) : judge(infoHashes, 'allow')),
      block: (infoHashes) => judge(infoHashes, 'block'),
      asked,
      confirm: () => void allowAndServe(asked),
      cancel: () => setAsked([]),
    };
  }, [policy, judge, asked, t, words]);
}
