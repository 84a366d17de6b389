/** Which setting of the engine stands where. Keys of later engines come at the end, so that none is lost. */
export const SECTIONS = ['window', 'network', 'sharing', 'tracker', 'rules', 'console', 'data', 'other'] as const;
export type Section = (typeof SECTIONS)[number];

export const SECTION_TITLES = {
  window: 'section.window',
  network: 'section.network',
  sharing: 'section.sharing',
  tracker: 'section.tracker',
  rules: 'section.rules',
  console: 'section.console',
  data: 'section.data',
  other: 'section.other',
} as const satisfies Record<Section, string>;

const PLACES: Readonly<Record<string, Section>> = {
  port: 'network',
  peerPort: 'network',
  interfaces: 'network',
  dht: 'network',
  uploadSlotsPerShare: 'sharing',
  maxConnections: 'sharing',
  maxConnectionsPerShare: 'sharing',
  cacheBytes: 'sharing',
  policy: 'tracker',
  addressScope: 'tracker',
  interfaceScopes: 'tracker',
  localRanges: 'tracker',
  ipFilters: 'tracker',
  listFolders: 'tracker',
  allowedClients: 'tracker',
  blockedClients: 'tracker',
  newPeersPerAddress: 'tracker',
  maxTrackerPeers: 'tracker',
  maxOpenSwarms: 'tracker',
  proxies: 'tracker',
  fullScrape: 'tracker',
  maxAnnounceRate: 'tracker',
  https: 'tracker',
  httpsPort: 'network',
  httpsLinks: 'tracker',
  httpsCertificate: 'tracker',
  httpsKey: 'tracker',
  minRatioPercent: 'rules',
  ratioGraceBytes: 'rules',
  maxActiveDownloads: 'rules',
  seedingHours: 'rules',
  freeLeech: 'rules',
  portal: 'tracker',
  portalNames: 'tracker',
  controlPort: 'console',
  consoleInterfaces: 'console',
  dataDir: 'data',
};

export function sectionOf(key: string): Section {
  return (Object.hasOwn(PLACES, key) ? PLACES[key] : undefined) ?? 'other';
}

/** Whether every word that is looked for stands in the text; case and accents do not count. */
export function matches(text: string, search: string): boolean {
  const plain = plainOf(text);
  return plainOf(search)
    .split(/\s+/)
    .every((word) => plain.includes(word));
}

function plainOf(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
