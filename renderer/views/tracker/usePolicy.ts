import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { TRACKER_POLICIES, type TrackerPolicy } from '../../../shared/trackerPolicy.ts';
import { toast } from '../../components/toast.ts';
import { useErrorText } from '../../text/errorText.ts';
import { showUndo } from '../settings/undoToast.ts';
import { useEngineSettings, valueToRestore } from '../settings/useEngineSettings.ts';
import { POLICY_TEXTS } from './policyTexts.ts';

export interface Policy {
  readonly now: TrackerPolicy;
  /** What decides it where Granary is started, so that it cannot be changed here. */
  readonly fixedBy: { readonly source: 'flag' | 'environment'; readonly name: string } | undefined;
  /** Takes effect at once. Tells it with a way back, or why it failed, and then resolves to false. */
  change(to: TrackerPolicy): Promise<boolean>;
  /** The same without telling that it was done; what it resolves to puts it back. Rejects with words. */
  set(to: TrackerPolicy): Promise<() => Promise<void>>;
}

/** Whom the tracker serves; undefined until the engine has told. */
export function usePolicy(): Policy | undefined {
  const { t } = useTranslation('tracker');
  const words = useErrorText();
  const { settings, change: changeSetting } = useEngineSettings();
  const setting = settings?.settings.find(({ key }) => key === 'policy');

  const set = useCallback(
    async (to: TrackerPolicy) => {
      const before = setting === undefined ? null : valueToRestore(setting);
      await changeSetting('policy', to);
      return () => changeSetting('policy', before);
    },
    [setting, changeSetting],
  );
  const change = useCallback(
    async (to: TrackerPolicy) => {
      try {
        const restore = await set(to);
        const undo = (): void => {
          restore().catch((error: unknown) => toast.failed(t('policy.failed'), words(error)));
        };
        showUndo({
          title: t('policy.changed'),
          description: t(POLICY_TEXTS[to].now),
          tone: 'success',
          action: { label: t('undo'), onAction: undo },
        });
        return true;
      } catch (error) {
        toast.failed(t('policy.failed'), words(error));
        return false;
      }
    },
    [set, t, words],
  );
  return useMemo(() => {
    const now = TRACKER_POLICIES.find((policy) => policy === setting?.value);
    if (setting === undefined || now === undefined) return undefined;
    const { source, sourceName = '' } = setting;
    const fixedBy = source === 'flag' || source === 'environment' ? { source, name: sourceName } : undefined;
    return { now, fixedBy, change, set };
  }, [setting, change, set]);
}
