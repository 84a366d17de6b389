import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRangeBuilder } from '../../../electron/engine/policy/addressRanges.ts';
import { readFilterFile } from '../../../electron/engine/policy/ipFilterFile.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { createPolicyFixture, type PolicyFixture } from '../../support/policyFixture.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { ip } from '../../support/trackerFixture.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

let folder = '';
let changes = 0;
beforeEach(async () => {
  folder = await temporaryFolder(cleanup, 'filters');
});

/** Writes the list with a time of its own, as a later change would have. */
async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  await utimes(path, 1_700_000_000, 1_700_000_000 + ++changes);
  return path;
}

/** Addresses of these that get nothing. */
function blocked({ gate }: Pick<PolicyFixtureWithGate, 'gate'>, ...addresses: string[]): string[] {
  return addresses.filter((address) => !gate(address));
}

interface PolicyFixtureWithGate {
  readonly fixture: PolicyFixture;
  readonly gate: (address: string) => boolean;
}

async function start(paths: readonly string[]): Promise<PolicyFixtureWithGate> {
  const fixture = createPolicyFixture(cleanup, { addressScope: 'any', ipFilters: paths });
  await fixture.ready();
  return { fixture, gate: (address) => fixture.serves(address) };
}

describe('filter lists', () => {
  it('of several forms count together, packed or not, and never against this computer', async () => {
    const dat = await write('ipfilter.dat', '\ufeff001.002.003.000 - 001.002.003.255 , 000 , x\r\n# end');
    const p2p = await write('list.p2p.gz', gzipSync('Someone:4.0.0.0-4.0.0.9\nSomeone else:5.0.0.1-5.0.0.1\n'));
    const cidr = await write('cidr.txt', '2a00::/16\n127.0.0.0/8');
    const started = await start([dat, p2p, cidr]);
    const asked = [
      '1.2.3.0',
      '1.2.3.255',
      '1.2.4.0',
      '4.0.0.9',
      '5.0.0.1',
      '5.0.0.2',
      '2a00::5',
      '2a01::',
      '127.0.0.1',
    ];
    expect(blocked(started, ...asked)).toEqual(['1.2.3.0', '1.2.3.255', '4.0.0.9', '5.0.0.1', '2a00::5']);
    expect(started.fixture.policySources().map(({ entries, state, rejected }) => [state, entries, rejected])).toEqual([
      ['read', 1, 0],
      ['read', 2, 0],
      ['read', 2, 0],
    ]);
  });

  it('tell how many lines make no sense, and which is the first', async () => {
    const path = await write('bad.txt', '1.2.3.4\nwhat?\n9.9.9.900\n5.6.7.8');
    const started = await start([path]);
    expect(blocked(started, '1.2.3.4', '5.6.7.8')).toEqual(['1.2.3.4', '5.6.7.8']);
    expect(started.fixture.outcomes).toMatchObject([
      { key: path, state: 'read', entries: 2, rejected: 2, firstRejected: 'line 2: what?' },
    ]);
  });

  it('are read again when they change, come or go', async () => {
    const path = await write('list.txt', '1.2.3.4');
    const { fixture, gate } = await start([path, join(folder, 'later.txt')]);
    expect(fixture.policySources().map(({ state }) => state)).toEqual(['read', 'failed']);
    await write('list.txt', '5.6.7.8');
    await write('later.txt', '9.9.9.9');
    await fixture.ready();
    expect(blocked({ gate }, '1.2.3.4', '5.6.7.8', '9.9.9.9')).toEqual(['5.6.7.8', '9.9.9.9']);
    await rm(path);
    await fixture.ready();
    expect(blocked({ gate }, '5.6.7.8', '9.9.9.9')).toEqual(['9.9.9.9']);
    expect(fixture.policySources()[0]?.message).toContain('no such file');
    fixture.change({ ipFilters: [] });
    await fixture.ready();
    expect(blocked({ gate }, '9.9.9.9')).toEqual([]);
    expect(fixture.policySources()).toEqual([]);
  });

  it('cost no more than they may when they are broken or made to do harm', async () => {
    const signal = AbortSignal.timeout(60_000);
    const read = async (name: string, content: string | Uint8Array) => {
      const builder = createRangeBuilder();
      const reading = await readFilterFile(await write(name, content), builder, { signal, maxBytes: 100_000 });
      return { ...reading, holds: builder.build().holds(ip('1.2.3.4')) };
    };
    const bomb = gzipSync(Buffer.alloc(10_000_000, '\n'));
    expect(await read('bomb.gz', bomb)).toMatchObject({ failure: 'it has more than 100000 bytes' });
    const cut = gzipSync(`1.2.3.4\n${'7.7.7.7\n'.repeat(5000)}`).subarray(0, -12);
    expect((await read('cut.gz', cut)).failure).toBeDefined();
    expect(await read('endless', 'x'.repeat(90_000))).toMatchObject({ badLines: 1, failure: undefined });
    expect(await read('bytes', Buffer.from([0xff, 0xfe, 0, 10, 0x31]))).toMatchObject({ badLines: 2 });
    expect(await read('no break at the end', '\n\n1.2.3.4')).toMatchObject({ ranges: 1, holds: true });
    expect(await readFilterFile(folder, createRangeBuilder(), { signal })).toMatchObject({ ranges: 0 });
  });
});
