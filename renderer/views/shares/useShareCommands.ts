import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../../components/toast.ts';
import { copyText } from '../../desktop.ts';
import { useEngine } from '../../engine.tsx';
import { useErrorText } from '../../text/errorText.ts';
import { safeText } from '../../text/safeText.ts';
import { inTurns } from './inTurns.ts';

export interface ShareCommands {
  pause(infoHashes: readonly string[]): void;
  resume(infoHashes: readonly string[]): void;
  remove(infoHashes: readonly string[]): void;
  /** The magnet links, one a line. */
  copyLinks(infoHashes: readonly string[]): void;
}

/** What can be done with shares; each says in a toast what a person cannot see otherwise, and every failure. */
export function useShareCommands(): ShareCommands {
  const { t } = useTranslation('shares');
  const { call } = useEngine();
  const errorText = useErrorText();
  return useMemo(() => {
    function fail(title: string, error: unknown): void {
      toast.failed(title, errorText(error));
    }
    function onAll(infoHashes: readonly string[], command: 'shares.pause' | 'shares.resume' | 'shares.remove'): void {
      void inTurns(infoHashes, (infoHash) => call(command, { infoHash })).then((failures) => {
        if (failures.length > 0) fail(t('failed', { count: failures.length }), failures[0]);
        else if (command === 'shares.remove') toast.show({ title: t('remove.done', { count: infoHashes.length }) });
      });
    }
    function copyAll(links: readonly string[]): void {
      const text = links.join('\n');
      copyText(text).then(
        () => toast.show({ title: t('copy.links', { count: links.length }), tone: 'success' }),
        () => toast.show({ title: t('copy.refused'), description: safeText(text, 2000), tone: 'error' }),
      );
    }
    return {
      pause: (infoHashes) => onAll(infoHashes, 'shares.pause'),
      resume: (infoHashes) => onAll(infoHashes, 'shares.resume'),
      remove: (infoHashes) => onAll(infoHashes, 'shares.remove'),
      copyLinks: (infoHashes) => {
        const wanted = new Set(infoHashes);
        call('shares.list', {}).then(
          ({ shares }) => {
            const links = shares.filter(({ infoHash }) => wanted.has(infoHash)).map(({ magnet }) => magnet);
            copyAll(links);
          },
          (error: unknown) => fail(t('copy.failed'), error),
        );
      },
    };
  }, [call, errorText, t]);
}
