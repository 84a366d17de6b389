import { DEFAULT_HTTPS_PORT } from '../config.ts';
import { ADDRESS_RANGES } from './itemKinds.ts';

/** How announces reach the tracker, and how many: a part of the table in options.ts. */

export interface AnnounceSettingValues {
  readonly proxies: readonly string[];
  readonly fullScrape: boolean;
  readonly maxAnnounceRate: number;
  readonly https: boolean;
  readonly httpsPort: number;
  readonly httpsLinks: boolean;
  readonly httpsCertificate: string;
  readonly httpsKey: string;
}

export const announceSettings = {
  proxies: {
    kind: 'names',
    flag: '--proxy <network>',
    environment: 'GRANARY_PROXIES',
    standard: [] as readonly string[],
    standardText: 'none',
    items: ADDRESS_RANGES,
    isLive: true,
    summary: 'reverse proxy whose X-Forwarded-For, X-Real-IP and ip= the tracker believes; may be repeated',
  },
  fullScrape: {
    kind: 'switch',
    flag: '--full-scrape',
    environment: 'GRANARY_FULL_SCRAPE',
    standard: false,
    standardText: 'off',
    isLive: true,
    summary: 'list every torrent to a scrape that names none',
  },
  maxAnnounceRate: {
    kind: 'count',
    flag: '--max-announce-rate <number>',
    environment: 'GRANARY_MAX_ANNOUNCE_RATE',
    standard: 500_000,
    isLive: true,
    summary: 'announces a second, above which clients are told to come back later',
  },
  https: {
    kind: 'switch',
    flag: '--https',
    environment: 'GRANARY_HTTPS',
    standard: false,
    standardText: 'off',
    summary: 'serve the tracker over HTTPS as well, on a port of its own',
  },
  httpsPort: {
    kind: 'port',
    flag: '--https-port <number>',
    environment: 'GRANARY_HTTPS_PORT',
    standard: DEFAULT_HTTPS_PORT,
    summary: 'tracker over HTTPS',
  },
  httpsLinks: {
    kind: 'switch',
    flag: '--https-links',
    environment: 'GRANARY_HTTPS_LINKS',
    standard: false,
    standardText: 'off',
    summary: 'put the HTTPS announce URL into magnet links and .torrent files, behind the others',
  },
  httpsCertificate: {
    kind: 'file',
    flag: '--https-certificate <file>',
    environment: 'GRANARY_HTTPS_CERTIFICATE',
    standard: '',
    standardText: 'one that Granary makes and signs itself',
    example: '/path/to/certificate.pem',
    summary: 'certificate (PEM) with those that vouch for it behind it; read again when it changes',
  },
  httpsKey: {
    kind: 'file',
    flag: '--https-key <file>',
    environment: 'GRANARY_HTTPS_KEY',
    standard: '',
    standardText: 'beside its certificate',
    example: '/path/to/key.pem',
    summary: 'private key (PEM) of the certificate',
  },
} as const;
