import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { GranaryError, messageOf, systemCode } from '../errors.ts';
import type { Clock, Logger, RandomBytes } from '../ports.ts';
import { type CertificatePair, makeSelfSigned } from './selfSigned.ts';

/** Where certificate and key lie. */
export interface CertificatePaths {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateFilesDeps {
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Files that are read again when they change; what cannot be used then is said, and the last good pair goes on. */
export interface CertificateFiles {
  readonly current: CertificatePair;
  /** Looks after the files from now on. Returns a function that ends it. */
  watch(onChange: (pair: CertificatePair) => void): () => void;
}

/** Renewals by a program come months before they are needed. */
const LOOK_MS = 10_000;
const DAY_MS = 86_400_000;
/** As long as systems take that put a bound on it. */
const OWN_DAYS = 820;
const RENEW_DAYS = 30;
/** Clocks in a network differ. */
const EARLY_MS = DAY_MS;

/** Rejects with `bad-config` when they cannot be read, are no PEM, or do not belong together. */
export async function openCertificateFiles(
  { clock, logger }: CertificateFilesDeps,
  paths: CertificatePaths,
): Promise<CertificateFiles> {
  let stamp = await stampOf(paths);
  let current = await readPair(paths);

  /** Undefined when nothing changed, or not for the better. */
  async function look(): Promise<CertificatePair | undefined> {
    const now = await stampOf(paths);
    if (now === stamp) return undefined;
    stamp = now;
    try {
      current = await readPair(paths);
      logger.log('info', `the certificate ${paths.certificate} was read again`);
      return current;
    } catch (cause) {
      logger.log('warning', `${messageOf(cause)}; the certificate from before goes on`, { cause });
      return undefined;
    }
  }

  return {
    get current() {
      return current;
    },
    watch(onChange) {
      let isLooking = false;
      let isEnded = false;
      const timer = clock.every(LOOK_MS, () => {
        if (isLooking) return;
        isLooking = true;
        void look().then((pair) => {
          isLooking = false;
          if (pair !== undefined && !isEnded) onChange(pair);
        });
      });
      return () => {
        isEnded = true;
        timer.cancel();
      };
    },
  };
}

/**
 * The paths of a certificate of Granary's own in this folder, which is made there when there is none, or when the one that
 * is there ends soon. Rejects with `path-unwritable`.
 */
export async function ownCertificate(
  { clock, randomBytes }: { readonly clock: Clock; readonly randomBytes: RandomBytes },
  { folder, addresses }: { readonly folder: string; readonly addresses: readonly string[] },
): Promise<CertificatePaths> {
  const paths = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  if (await lastsUntil(paths, clock.now() + RENEW_DAYS * DAY_MS)) return paths;
  const host = hostname();
  const names = [...new Set([host, `${host.split('.')[0]}.local`, 'localhost', ...addresses, '127.0.0.1', '::1'])];
  const now = clock.now();
  const pair = makeSelfSigned(randomBytes, { names, fromMs: now - EARLY_MS, untilMs: now + OWN_DAYS * DAY_MS });
  try {
    await mkdir(dirname(paths.key), { recursive: true });
    await writeFile(paths.key, pair.key, { mode: 0o600 });
    await writeFile(paths.certificate, pair.certificate);
  } catch (cause) {
    throw new GranaryError('path-unwritable', `the certificate cannot be written to ${folder}`, {
      because: { reason: 'no-permission', path: folder },
      cause,
    });
  }
  return paths;
}

async function lastsUntil(paths: CertificatePaths, timeMs: number): Promise<boolean> {
  try {
    const { certificate } = await readPair(paths);
    return new X509Certificate(certificate).validToDate.getTime() >= timeMs;
  } catch {
    // There is none, or none that is of use: a new one takes its place.
    return false;
  }
}

async function readPair(paths: CertificatePaths): Promise<CertificatePair> {
  const [certificate, key] = await Promise.all([readPem(paths.certificate), readPem(paths.key)]);
  const first = parsed(paths.certificate, () => new X509Certificate(certificate));
  const privateKey: KeyObject = parsed(paths.key, () => createPrivateKey(key));
  if (first.checkPrivateKey(privateKey)) return { certificate, key };
  throw new GranaryError('bad-config', `the key ${paths.key} does not belong to the certificate ${paths.certificate}`, {
    hint: 'give the key that the certificate was made for',
    because: { reason: 'https-key-foreign', path: paths.key },
  });
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, 'latin1');
  } catch (cause) {
    const system = systemCode(cause) ?? 'unknown';
    throw new GranaryError('bad-config', `${path} cannot be read (${system})`, {
      hint: 'check that the file is there and that Granary may read it',
      because: { reason: 'https-file-unreadable', path, system },
      cause,
    });
  }
}

function parsed<Value>(path: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (cause) {
    const system = messageOf(cause);
    throw new GranaryError('bad-config', `${path} is of no use for HTTPS: ${system}`, {
      hint: 'it has to hold a certificate or a private key in PEM form, without a password',
      because: { reason: 'https-file-unusable', path, system },
      cause,
    });
  }
}

/** Changes whenever one of the files does. */
async function stampOf({ certificate, key }: CertificatePaths): Promise<string> {
  const stamps = await Promise.all(
    [certificate, key].map(async (path) => {
      const found = await stat(path).catch(() => undefined);
      return found === undefined ? 'none' : `${found.mtimeMs} ${found.size} ${found.ino}`;
    }),
  );
  return stamps.join();
}
