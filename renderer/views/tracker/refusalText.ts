import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { safeText } from '../../text/safeText.ts';

/** The reasons that the tracker gives to clients, in the engine's own words; others are shown as they come. */
const KNOWN: Readonly<Record<string, string>> = {
  'this tracker serves its local network only': 'refusal.notLocal',
  'this torrent is not shared here': 'refusal.notShared',
  'this torrent is not tracked here': 'refusal.notShared',
  'port must be a number from 1 to 65535': 'refusal.badPort',
  'this tracker is private: get the .torrent file with your passkey from it': 'refusal.noPasskey',
  'this passkey is not known here: get the .torrent file again from this tracker': 'refusal.wrongPasskey',
  'this passkey was replaced: get the .torrent file again from this tracker': 'refusal.oldPasskey',
  'too many wrong passkeys came from your address: try again in some minutes': 'refusal.guessing',
  'your time on this tracker is over: ask those who run it': 'refusal.expired',
  'your passkey is switched off: ask those who run this tracker': 'refusal.disabled',
  'you registered and were not let in yet: ask those who run this tracker': 'refusal.waiting',
  'too many clients use this passkey for this torrent': 'refusal.tooManyClients',
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
