import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveConfiguration, resolveDataDir } from '../../../electron/engine/settings/configuration.ts';
import { parseInterfaceScope } from '../../../electron/engine/settings/interfaceScope.ts';
import { type GivenFlags, SETTINGS } from '../../../electron/engine/settings/options.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'granary-configuration-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

function configure(flags: GivenFlags = {}, environment: Readonly<Record<string, string>> = {}) {
  return resolveConfiguration({ flags: { dataDir, ...flags }, environment, workingDirectory: '/' });
}

function writeSettings(settings: unknown): Promise<void> {
  const text = typeof settings === 'string' ? settings : JSON.stringify(settings);
  return writeFile(join(dataDir, 'settings.json'), text);
}

describe('precedence', () => {
  it('takes the defaults when nothing is said, and lets their ports give way', async () => {
    expect(await configure()).toMatchObject({
      dataDir,
      trackerPort: { port: 6969, required: false },
      peerPort: { port: 6881, required: false },
      controlPort: { port: 6970, required: false },
      interfaces: [],
      dht: true,
    });
  });

  it('puts flags over the environment over the settings file over the defaults', async () => {
    await writeSettings({ port: 1001, peerPort: 1002, controlPort: 1003 });
    const environment = { GRANARY_PORT: '2001', GRANARY_PEER_PORT: '2002' };
    expect(await configure({ port: '3001' }, environment)).toMatchObject({
      trackerPort: { port: 3001, required: true },
      peerPort: { port: 2002, required: true },
      controlPort: { port: 1003, required: true },
    });
  });

  it('takes an empty variable as not set', async () => {
    expect(await configure({}, { GRANARY_PORT: '' })).toMatchObject({ trackerPort: { port: 6969, required: false } });
  });
});

describe('kinds of values', () => {
  it('reads every setting from flags', async () => {
    const flags: GivenFlags = {
      port: '0',
      interfaces: ['eth0', '10.0.0.5'],
      dht: false,
      uploadSlotsPerShare: '5',
      maxConnections: '6',
      maxConnectionsPerShare: '7',
      cacheBytes: '1MiB',
    };
    expect(await configure(flags)).toMatchObject({
      trackerPort: { port: 0, required: true },
      interfaces: ['eth0', '10.0.0.5'],
      dht: false,
      uploadSlotsPerShare: 5,
      maxConnections: 6,
      maxConnectionsPerShare: 7,
      cacheBytes: 1_048_576,
    });
  });

  it('reads lists and switches from the environment', async () => {
    const environment = { GRANARY_INTERFACES: 'eth0, fd00::5', GRANARY_DHT: 'off' };
    expect(await configure({}, environment)).toMatchObject({ interfaces: ['eth0', 'fd00::5'], dht: false });
  });

  it('reads every setting from the settings file', async () => {
    await writeSettings(
      `\ufeff${JSON.stringify({ interfaces: ['eth0'], dht: false, cacheBytes: '2MiB', maxConnections: 9 })}`,
    );
    expect(await configure()).toMatchObject({
      interfaces: ['eth0'],
      dht: false,
      cacheBytes: 2_097_152,
      maxConnections: 9,
    });
  });
});

describe('scopes of interfaces', () => {
  const scopes = ['eth0=any', 'tun0=none', 'fd00::5=local', 'Ethernet 2=any', 'odd=name=none'];

  it('are read from flags, environment and settings file', async () => {
    expect(await configure({ interfaceScopes: scopes })).toMatchObject({ interfaceScopes: scopes });
    const environment = { GRANARY_INTERFACE_SCOPES: 'eth0=any, tun0=none' };
    expect(await configure({}, environment)).toMatchObject({ interfaceScopes: ['eth0=any', 'tun0=none'] });
    await writeSettings({ interfaceScopes: scopes });
    expect(await configure()).toMatchObject({ interfaceScopes: scopes });
    expect(scopes.map(parseInterfaceScope).at(-1)).toEqual({ name: 'odd=name', scope: 'none' });
  });

  it.each([
    { interfaceScopes: ['eth0'] },
    { interfaceScopes: ['eth0='] },
    { interfaceScopes: ['=any'] },
    { interfaceScopes: ['any'] },
    { interfaceScopes: ['eth0=ANY'] },
    { interfaceScopes: ['eth0=everyone'] },
    { interfaceScopes: ['eth0 =any'] },
    { interfaceScopes: ['eth0=any', 'tun0=none', 'eth0=local'] },
    { interfaceScopes: [`${'x'.repeat(256)}=any`] },
  ])('are refused in words: $interfaceScopes', async (flags) => {
    await expect(configure(flags)).rejects.toMatchObject({
      code: 'bad-input',
      message: `--interface-scope is ${JSON.stringify(flags.interfaceScopes)}, but must be a list of interfaces, each once, with local, any or none, such as eth0=any`,
    });
  });
});

describe('mistakes name the place and the value', () => {
  it.each([
    { name: 'a flag', flags: { port: 'abc' }, environment: {}, code: 'bad-input', says: '--port is "abc"' },
    {
      name: 'a flag out of range',
      flags: { port: '65536' },
      environment: {},
      code: 'bad-input',
      says: '--port is 65536',
    },
    {
      name: 'a variable',
      flags: {},
      environment: { GRANARY_DHT: 'maybe' },
      code: 'bad-config',
      says: 'GRANARY_DHT is "maybe"',
    },
    {
      name: 'a count of none',
      flags: { maxConnections: '0' },
      environment: {},
      code: 'bad-input',
      says: '--max-connections is 0',
    },
    {
      name: 'a size in kB',
      flags: { cacheBytes: '5kB' },
      environment: {},
      code: 'bad-input',
      says: '--cache is "5kB"',
    },
    {
      name: 'a list with a hole',
      flags: {},
      environment: { GRANARY_INTERFACES: 'a,,b' },
      code: 'bad-config',
      says: 'GRANARY_INTERFACES',
    },
  ])('$name', async ({ flags, environment, code, says }) => {
    await expect(configure(flags, environment as Record<string, string>)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(says),
      hint: expect.any(String),
    });
  });

  it.each([
    { name: 'a bad value', settings: { peerPort: 70_000 }, says: ['"peerPort"', '70000'] },
    { name: 'a value of another type', settings: { dht: 'yes' }, says: ['"dht"', '"yes"'] },
    { name: 'a key that means nothing', settings: { prot: 1 }, says: ['"prot"'] },
    { name: 'the data directory itself', settings: { dataDir: '/x' }, says: ['"dataDir"'] },
    { name: 'broken JSON', settings: '{"port": 1', says: ['not valid JSON'] },
    { name: 'no object', settings: '[1]', says: ['one JSON object'] },
  ])('$name in the settings file', async ({ settings, says }) => {
    await writeSettings(settings);
    const failure = await configure().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'bad-config', hint: expect.any(String) });
    for (const part of [...says, join(dataDir, 'settings.json')]) expect(String(failure)).toContain(part);
  });
});

describe('the data directory', () => {
  it('is relative to where the person is', () => {
    const from = { environment: {}, workingDirectory: resolve('/home/ada') };
    expect(resolveDataDir({ ...from, flags: { dataDir: 'here' } })).toBe(resolve('/home/ada/here'));
    expect(resolveDataDir({ ...from, flags: {}, environment: { GRANARY_DATA_DIR: 'there' } })).toBe(
      resolve('/home/ada/there'),
    );
  });

  it('cannot be empty', () => {
    const sources = { flags: { dataDir: '' }, environment: {}, workingDirectory: '/' };
    expect(() => resolveDataDir(sources)).toThrow('--data-dir is ""');
  });
});

describe('the table of settings', () => {
  it('gives every setting a flag, a variable and a summary of its own', () => {
    for (const column of ['flag', 'environment', 'summary'] as const) {
      expect(new Set(SETTINGS.map((setting) => setting[column])).size).toBe(SETTINGS.length);
    }
    expect(SETTINGS.filter(({ environment }) => !/^GRANARY_[A-Z_]+$/.test(environment))).toEqual([]);
  });
});
