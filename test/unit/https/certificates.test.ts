import { randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type CertificatePaths,
  openCertificateFiles,
  ownCertificate,
} from '../../../electron/engine/https/certificateFiles.ts';
import { makeSelfSigned } from '../../../electron/engine/https/selfSigned.ts';
import type { LogLevel } from '../../../electron/engine/ports.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const DAY_MS = 86_400_000;
const FROM = Date.UTC(2026, 10, 30);
const WISH = { names: ['granary.example', '10.77.0.1', 'fd77::1'], fromMs: FROM, untilMs: FROM + 100 * DAY_MS };

describe('a self-signed certificate', () => {
  it('is for its names and addresses, for its time, and is signed by its own key', () => {
    const { certificate, key } = makeSelfSigned(randomBytes, WISH);
    const read = new X509Certificate(certificate);
    expect(read.subject).toBe('CN=granary.example');
    expect(read.issuer).toBe(read.subject);
    expect(read.subjectAltName).toBe('DNS:granary.example, IP Address:10.77.0.1, IP Address:FD77:0:0:0:0:0:0:1');
    expect([read.validFromDate.getTime(), read.validToDate.getTime()]).toEqual([WISH.fromMs, WISH.untilMs]);
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.checkHost('granary.example')).toBe('granary.example');
    expect(read.checkIP('10.77.0.1')).toBe('10.77.0.1');
    expect(read.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  });

  it('is never the same twice', () => {
    const serials = [1, 2].map(() => new X509Certificate(makeSelfSigned(randomBytes, WISH).certificate).serialNumber);
    expect(new Set(serials).size).toBe(2);
  });
});

describe('a certificate of Granary’s own', () => {
  it('is made once, kept to oneself, and made anew a month before it ends', async () => {
    const folder = join(await temporaryFolder(cleanup, 'own'), 'https');
    const clock = createVirtualClock(FROM);
    const deps = { clock, randomBytes };
    const made = await ownCertificate(deps, { folder, addresses: ['10.77.0.1'] });
    const serial = await serialOf(made);
    expect((await stat(made.key)).mode & 0o777).toBe(0o600);
    clock.advance(700 * DAY_MS);
    expect(await serialOf(await ownCertificate(deps, { folder, addresses: [] }))).toBe(serial);
    clock.advance(91 * DAY_MS);
    expect(await serialOf(await ownCertificate(deps, { folder, addresses: [] }))).not.toBe(serial);
  });

  it('takes the place of one that is of no use', async () => {
    const folder = await temporaryFolder(cleanup, 'own');
    await writeFile(join(folder, 'certificate.pem'), 'nonsense');
    const paths = await ownCertificate({ clock: createVirtualClock(FROM), randomBytes }, { folder, addresses: [] });
    expect(await serialOf(paths)).toMatch(/^[0-9A-F]+$/);
  });

  it('that cannot be written is an error that names the folder', async () => {
    const folder = await temporaryFolder(cleanup, 'own');
    await writeFile(join(folder, 'file'), '');
    const inFile = { folder: join(folder, 'file'), addresses: [] };
    await expect(ownCertificate({ clock: createVirtualClock(FROM), randomBytes }, inFile)).rejects.toMatchObject({
      code: 'path-unwritable',
      message: expect.stringContaining(inFile.folder),
    });
  });
});

describe('certificate files', () => {
  it.each([
    { name: 'are missing', files: {}, reason: 'https-file-unreadable' },
    { name: 'hold no PEM', files: { certificate: 'hello' }, reason: 'https-file-unusable' },
    {
      name: 'hold a key with a password',
      files: { key: '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n' },
      reason: 'https-file-unusable',
    },
    {
      name: 'do not belong together',
      files: { key: makeSelfSigned(randomBytes, WISH).key },
      reason: 'https-key-foreign',
    },
  ])('that $name are an error in words', async ({ files, reason }) => {
    const paths = pathsIn(await temporaryFolder(cleanup, 'files'));
    const pair = { ...makeSelfSigned(randomBytes, WISH), ...files };
    if (reason !== 'https-file-unreadable') await writePair(paths, pair);
    await expect(open(paths).opened).rejects.toMatchObject({ code: 'bad-config', because: { reason } });
  });

  it('are read again when they change, and what is of no use then leaves the last good pair', async () => {
    const paths = pathsIn(await temporaryFolder(cleanup, 'files'));
    const [first, second] = [makeSelfSigned(randomBytes, WISH), makeSelfSigned(randomBytes, WISH)];
    await writePair(paths, first);
    const { opened, clock, logged } = open(paths);
    const files = await opened;
    expect(files.current).toEqual(first);
    let changed = Promise.withResolvers<unknown>();
    cleanup.add(files.watch((pair) => changed.resolve(pair)));
    await writePair(paths, second);
    clock.advance(10_000);
    expect(await changed.promise).toEqual(second);
    await writePair(paths, { ...second, certificate: 'nonsense' });
    clock.advance(10_000);
    while (!logged.some(([level]) => level === 'warning')) await new Promise((resolve) => setImmediate(resolve));
    expect(logged.at(-1)?.[1]).toContain('the certificate from before goes on');
    expect(files.current).toEqual(second);
    changed = Promise.withResolvers<unknown>();
    await writePair(paths, first);
    // The look before has told what it found, and may not be over yet.
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(10_000);
    expect(await changed.promise).toEqual(first);
  });
});

function open(paths: CertificatePaths) {
  const clock = createVirtualClock(FROM);
  const logged: (readonly [LogLevel, string])[] = [];
  const logger = { log: (level: LogLevel, message: string) => void logged.push([level, message]) };
  return { clock, logged, opened: openCertificateFiles({ clock, logger }, paths) };
}

function pathsIn(folder: string): CertificatePaths {
  return { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
}

/** As programs that renew certificates do: each file is replaced as a whole. */
async function writePair(paths: CertificatePaths, pair: { readonly certificate: string; readonly key: string }) {
  await mkdir(join(paths.certificate, '..'), { recursive: true });
  for (const part of ['key', 'certificate'] as const) {
    await writeFile(`${paths[part]}.new`, pair[part]);
    await rename(`${paths[part]}.new`, paths[part]);
  }
}

async function serialOf({ certificate }: CertificatePaths): Promise<string> {
  return new X509Certificate(await readFile(certificate)).serialNumber;
}
