import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { safeText } from '../../text/safeText.ts';

/** The reasons that the tracker gives to clients, in the engine's own words; others are shown as they come. */
const KNOWN: Readonly<Record<string, string>> = {
  'this tracker serves its local network only': 'refusal.notLocal',
  'this torrent is not shared here': 'refusal.notShared',
  'this torrent is not tracked here': 'refusal.notShared',
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
