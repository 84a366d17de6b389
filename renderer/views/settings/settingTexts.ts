import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { safeText } from '../../text/safeText.ts';

/** The engine's settings that have words of their own. A key that is not here is shown as it is. */
const TEXTS: Readonly<Record<string, { readonly title: string; readonly what: string }>> = {
  port: { title: 'engine.port.title', what: 'engine.port.what' },
  peerPort: { title: 'engine.peerPort.title', what: 'engine.peerPort.what' },
  controlPort: { title: 'engine.controlPort.title', what: 'engine.controlPort.what' },
  interfaces: { title: 'engine.interfaces.title', what: 'engine.interfaces.what' },
  consoleInterfaces: { title: 'engine.consoleInterfaces.title', what: 'engine.consoleInterfaces.what' },
  dht: { title: 'engine.dht.title', what: 'engine.dht.what' },
  uploadSlotsPerShare: { title: 'engine.uploadSlotsPerShare.title', what: 'engine.uploadSlotsPerShare.what' },
  maxConnections: { title: 'engine.maxConnections.title', what: 'engine.maxConnections.what' },
  maxConnectionsPerShare: { title: 'engine.maxConnectionsPerShare.title', what: 'engine.maxConnectionsPerShare.what' },
  cacheBytes: { title: 'engine.cacheBytes.title', what: 'engine.cacheBytes.what' },
  dataDir: { title: 'engine.dataDir.title', what: 'engine.dataDir.what' },
  policy: { title: 'engine.policy.title', what: 'engine.policy.what' },
  addressScope: { title: 'engine.addressScope.title', what: 'engine.addressScope.what' },
  interfaceScopes: { title: 'engine.interfaceScopes.title', what: 'engine.interfaceScopes.what' },
  localRanges: { title: 'engine.localRanges.title', what: 'engine.localRanges.what' },
  ipFilters: { title: 'engine.ipFilters.title', what: 'engine.ipFilters.what' },
  listFolders: { title: 'engine.listFolders.title', what: 'engine.listFolders.what' },
  allowedClients: { title: 'engine.allowedClients.title', what: 'engine.allowedClients.what' },
  blockedClients: { title: 'engine.blockedClients.title', what: 'engine.blockedClients.what' },
  newPeersPerAddress: { title: 'engine.newPeersPerAddress.title', what: 'engine.newPeersPerAddress.what' },
  maxTrackerPeers: { title: 'engine.maxTrackerPeers.title', what: 'engine.maxTrackerPeers.what' },
  proxies: { title: 'engine.proxies.title', what: 'engine.proxies.what' },
  fullScrape: { title: 'engine.fullScrape.title', what: 'engine.fullScrape.what' },
  maxAnnounceRate: { title: 'engine.maxAnnounceRate.title', what: 'engine.maxAnnounceRate.what' },
  https: { title: 'engine.https.title', what: 'engine.https.what' },
  httpsPort: { title: 'engine.httpsPort.title', what: 'engine.httpsPort.what' },
  httpsLinks: { title: 'engine.httpsLinks.title', what: 'engine.httpsLinks.what' },
  httpsCertificate: { title: 'engine.httpsCertificate.title', what: 'engine.httpsCertificate.what' },
  httpsKey: { title: 'engine.httpsKey.title', what: 'engine.httpsKey.what' },
  maxOpenSwarms: { title: 'engine.maxOpenSwarms.title', what: 'engine.maxOpenSwarms.what' },
  portal: { title: 'engine.portal.title', what: 'engine.portal.what' },
  portalNames: { title: 'engine.portalNames.title', what: 'engine.portalNames.what' },
  minRatioPercent: { title: 'engine.minRatioPercent.title', what: 'engine.minRatioPercent.what' },
  ratioGraceBytes: { title: 'engine.ratioGraceBytes.title', what: 'engine.ratioGraceBytes.what' },
  maxActiveDownloads: { title: 'engine.maxActiveDownloads.title', what: 'engine.maxActiveDownloads.what' },
  seedingHours: { title: 'engine.seedingHours.title', what: 'engine.seedingHours.what' },
  freeLeech: { title: 'engine.freeLeech.title', what: 'engine.freeLeech.what' },
};

/** What the values of a choice are called. */
const CHOICES: Readonly<Record<string, string>> = {
  'policy shares': 'engine.policy.shares',
  'policy listed': 'engine.policy.listed',
  'policy open': 'engine.policy.open',
  'policy private': 'engine.policy.private',
  'addressScope local': 'engine.addressScope.local',
  'addressScope any': 'engine.addressScope.any',
};

/** Key of the namespace `settings`; undefined for a value without words. */
export function choiceText(key: string, value: string): string | undefined {
  const name = `${key} ${value}`;
  return Object.hasOwn(CHOICES, name) ? CHOICES[name] : undefined;
}

/** Keys of the namespace `settings`; undefined for a setting without words. */
export function settingText(key: string): { readonly title: string; readonly what: string } | undefined {
  return Object.hasOwn(TEXTS, key) ? TEXTS[key] : undefined;
}

/** Of switches. */
const SWITCHED = new Map([
  ['true', 'value.on'],
  ['false', 'value.off'],
]);

/** A value of a setting as a sentence has it. `t` is of the namespace `settings`. */
export function settingValueText(
  { key, value }: { readonly key: string; readonly value: string },
  t: (key: string, values?: Readonly<Record<string, string>>) => string,
): string {
  const words = choiceText(key, value);
  if (words !== undefined) return t('value.quoted', { value: t(words) });
  const switched = SWITCHED.get(value);
  return switched === undefined ? value : t(switched);
}

export interface SettingTexts {
  titleOf(key: string): string;
  /** What it does, in a sentence; empty for a key that has none. */
  whatOf(key: string): string;
  /** What a value is called in a sentence, from the value as text; a value without words is its own. */
  valueOf(key: string, value: string): string;
}

export function useSettingTexts(): SettingTexts {
  const { t } = useTranslation('settings');
  return useMemo(
    () => ({
      titleOf(key) {
        const text = settingText(key);
        return text === undefined ? safeText(key, 80) : t(text.title);
      },
      whatOf(key) {
        const text = settingText(key);
        return text === undefined ? '' : t(text.what);
      },
      valueOf(key, value) {
        return settingValueText({ key, value }, (words, values) => t(words, { ...values }));
      },
    }),
    [t],
  );
}
