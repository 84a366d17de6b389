import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { safeText } from '../../text/safeText.ts';

/** The reasons that the tracker gives to clients, in the engine's own words. Keys of the namespace `tracker`. */
const KNOWN: Readonly<Record<string, string>> = {
  'this tracker serves its local network only': 'refusal.notLocal',
  'your network is not served by this tracker': 'refusal.notThisNetwork',
  'this torrent is not shared here': 'refusal.notShared',
  'this torrent is not tracked here': 'refusal.notShared',
  'this torrent is neither shared here nor on the list of this tracker': 'refusal.notListed',
  'this torrent is blocked on this tracker': 'refusal.blocked',
  'this tracker serves people with a passkey, and knows nobody yet': 'refusal.nobodyYet',
  'this tracker is private: get the .torrent file with your passkey from it': 'refusal.noPasskey',
  'this passkey is not known here: get the .torrent file again from this tracker': 'refusal.wrongPasskey',
  'this passkey was replaced: get the .torrent file again from this tracker': 'refusal.oldPasskey',
  'too many wrong passkeys came from your address: try again in some minutes': 'refusal.guessing',
  'your time on this tracker is over: ask those who run it': 'refusal.expired',
  'your passkey is switched off: ask those who run this tracker': 'refusal.disabled',
  'you registered and were not let in yet: ask those who run this tracker': 'refusal.waiting',
  'too many clients use this passkey for this torrent': 'refusal.tooManyClients',
  'your address is blocked on this tracker': 'refusal.addressBlocked',
  'your client is not served by this tracker': 'refusal.client',
  'you announce too often: once a minute is enough': 'refusal.tooOften',
  'too many new torrents come from your address: try again in a few minutes': 'refusal.tooManyTorrents',
  'this tracker is asked more than it can answer: try again in a few minutes': 'refusal.busy',
  'port must be a number from 1 to 65535': 'refusal.badPort',
  'other reasons': 'refusal.other',
};

/** Those that go on with figures of the tracker's rules. */
const KNOWN_BEGINNINGS: readonly (readonly [beginning: string, key: string])[] = [
  ['your ratio is below ', 'refusal.ratio'],
  ['you download as many torrents as this tracker allows ', 'refusal.tooManyDownloads'],
  ['seed what you finished for ', 'refusal.seedFirst'],
];

/** Key of what a reason is called here; undefined for one that a newer engine gives. */
export function refusalKey(reason: string): string | undefined {
  if (Object.hasOwn(KNOWN, reason)) return KNOWN[reason];
  return KNOWN_BEGINNINGS.find(([beginning]) => reason.startsWith(beginning))?.[1];
}

/** A reason in the person's language; one without words is shown as it comes. */
export function useRefusalText(): (reason: string) => string {
  const { t } = useTranslation('tracker');
  return useCallback(
    (reason) => {
      const key = refusalKey(reason);
      return key === undefined ? safeText(reason) : t(key);
    },
    [t],
  );
}
