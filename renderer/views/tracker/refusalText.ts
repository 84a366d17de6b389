import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { safeText } from '../../text/safeText.ts';

/** The reasons that the tracker gives to clients, in the engine's own words; others are shown as they come. */
const KNOWN: Readonly<Record<string, string>> = {
  'this tracker serves its local network only': 'refusal.notLocal',
  'this torrent is not shared here': 'refusal.notShared',
  'this torrent is not tracked here': 'refusal.notShared',
  'this torrent is neither shared here nor on the list of this tracker': 'refusal.notListed',
  'this torrent is blocked on this tracker': 'refusal.blocked',
  'this tracker serves people with a passkey, and knows nobody yet': 'refusal.nobodyYet',
  'your address is blocked on this tracker': 'refusal.addressBlocked',
  'your client is not served by this tracker': 'refusal.client',
  'you announce too often: once a minute is enough': 'refusal.tooOften',
  'too many new torrents come from your address: try again in a few minutes': 'refusal.tooManyTorrents',
  'this tracker is full: try again later': 'refusal.full',
  'port must be a number from 1 to 65535': 'refusal.badPort',
  'other reasons': 'refusal.other',
};

export function useRefusalText(): (reason: string) => string {
  const { t } = useTranslation('tracker');
  return useCallback(
    (reason) => {
      const key = Object.hasOwn(KNOWN, reason) ? KNOWN[reason] : undefined;
      return key === undefined ? safeText(reason) : t(key);
    },
    [t],
  );
}
