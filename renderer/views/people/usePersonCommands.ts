import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../../components/toast.ts';
import { copyText, saveBytes } from '../../desktop.ts';
import { useEngine } from '../../engine.tsx';
import { useErrorText } from '../../text/errorText.ts';
import { safeText } from '../../text/safeText.ts';
import { inTurns } from '../shares/inTurns.ts';

export interface PersonCommands {
  approve(people: readonly string[]): void;
  setDisabled(people: readonly string[], isDisabled: boolean): void;
  resetPasskeys(people: readonly string[]): void;
  remove(people: readonly string[]): void;
  clearSuspicions(person: string): void;
  /** The best of their addresses. The passkey in it is not shown. */
  copyAnnounceAddress(person: string): void;
  /** Of a torrent as this person is to use it. */
  saveTorrent(person: string, infoHash: string): void;
  copyMagnet(person: string, infoHash: string): void;
}

/** What can be done with people; each says in a toast what cannot be seen otherwise, and every failure. */
export function usePersonCommands(): PersonCommands {
  const { t } = useTranslation('people');
  const { call } = useEngine();
  const errorText = useErrorText();
  return useMemo(() => {
    const fail = (title: string) => (error: unknown) => toast.failed(title, errorText(error));
    function onAll(people: readonly string[], action: (person: string) => Promise<unknown>, done?: string): void {
      void inTurns(people, action).then((failures) => {
        if (failures.length > 0) fail(t('failed', { count: failures.length }))(failures[0]);
        else if (done !== undefined) toast.show({ title: done, tone: 'success' });
      });
    }
    function copySecret(text: string, done: string): void {
      copyText(text).then(
        () => toast.show({ title: done, tone: 'success' }),
        () => toast.show({ title: t('copy.refused'), description: safeText(text, 2000), tone: 'error' }),
      );
    }
    return {
      approve: (people) =>
        onAll(people, (person) => call('people.approve', { person }), t('approved', { count: people.length })),
      setDisabled: (people, isDisabled) => onAll(people, (person) => call('people.change', { person, isDisabled })),
      resetPasskeys: (people) =>
        onAll(people, (person) => call('people.resetPasskey', { person }), t('reset.done', { count: people.length })),
      remove: (people) =>
        onAll(people, (person) => call('people.remove', { person }), t('remove.done', { count: people.length })),
      clearSuspicions: (person) => onAll([person], () => call('people.change', { person, clearSuspicions: true })),
      copyAnnounceAddress(person) {
        call('people.links', { person }).then(
          ({ trackers }) => {
            const [url] = trackers.flat();
            if (url === undefined) toast.show({ title: t('links.noAddress'), tone: 'warning' });
            else copySecret(url, t('copy.announce'));
          },
          fail(t('copy.failed')),
        );
      },
      saveTorrent(person, infoHash) {
        call('people.torrent', { person, infoHash })
          .then(({ fileName, base64 }) => saveBytes(fileName, base64))
          .then((path) => {
            if (path !== undefined)
              toast.show({ title: t('torrent.saved'), description: safeText(path), tone: 'success' });
          })
          .catch(fail(t('torrent.failed')));
      },
      copyMagnet(person, infoHash) {
        call('people.torrent', { person, infoHash }).then(
          ({ magnet }) => copySecret(magnet, t('copy.magnet')),
          fail(t('copy.failed')),
        );
      },
    };
  }, [call, errorText, t]);
}
