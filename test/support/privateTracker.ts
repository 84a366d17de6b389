import type { EngineApi } from '../../shared/contract.ts';
import type { InfoHash } from '../../shared/infoHash.ts';
import { parseInfoHash } from '../../shared/infoHash.ts';
import type { PersonRow } from '../../shared/peopleSchemas.ts';
import { rowSchemas, viewDeltaSchema } from '../../shared/views.ts';
import { findRunning } from '../../electron/cli/engineAccess.ts';
import type { Cleanup } from './cleanup.ts';
import { eventually } from './eventually.ts';
import { type Granary, type ShareReady, startShare } from './granary.ts';

/** A `granary share` that was made private while it ran, and a way to its people. */
export interface PrivateTracker {
  readonly granary: Granary<ShareReady>;
  readonly infoHash: InfoHash;
  readonly api: EngineApi;
  addPerson(name: string): Promise<TestPerson>;
  /** The row of a person, once `isSo` is true of it. */
  personUntil(name: string, isSo: (row: PersonRow) => boolean | Promise<boolean>): Promise<PersonRow>;
}

export interface TestPerson {
  readonly id: string;
  readonly passkey: string;
  /** The .torrent file as it is made for them. */
  readonly torrent: Uint8Array;
  readonly httpTracker: string;
  readonly udpTracker: string;
}

export async function startPrivateTracker(
  cleanup: Cleanup,
  options: { readonly path: string; readonly address: string },
): Promise<PrivateTracker> {
  const granary = await startShare(cleanup, options);
  const control = await findRunning(granary.dataDir);
  const infoHash = parseInfoHash(granary.ready.infoHash);
  if (control === undefined || infoHash === undefined) throw new Error('the engine cannot be reached');
  cleanup.add(() => control.stop());
  const { api, client } = control;
  await api.call('settings.change', { changes: { policy: 'private' } });

  const rows = new Map<string, PersonRow>();
  client.onEvent(({ event, data }) => {
    if (event !== 'view.changed') return;
    for (const row of viewDeltaSchema.parse(data).rows) rows.set(row.key, rowSchemas.people.parse(row));
  });
  const sort = { column: 'name', direction: 'ascending' } as const;
  const window = { first: 0, count: 100 };
  await client.call('views.open', { view: 'people', spec: { kind: 'people', sort, filter: '', window } });

  return {
    granary,
    infoHash,
    api,
    async addPerson(name) {
      const { person: id, passkey } = await api.call('people.create', { name, password: 'three random words' });
      const { base64 } = await api.call('people.torrent', { person: id, infoHash });
      const [httpTracker = '', udpTracker = ''] = (await api.call('people.links', { person: id })).trackers[0] ?? [];
      return { id, passkey, torrent: Buffer.from(base64, 'base64'), httpTracker, udpTracker };
    },
    async personUntil(name, isSo) {
      const find = (): PersonRow | undefined => [...rows.values()].find((row) => row.name === name);
      const probe = async (): Promise<PersonRow | undefined> => {
        const row = find();
        return row !== undefined && (await isSo(row)) ? row : undefined;
      };
      return eventually(probe, { timeoutMs: 120_000, what: `the figures of ${name}` }).catch((cause: unknown) => {
        throw new Error(`${name} did not come to it; last seen ${JSON.stringify(find())}`, { cause });
      });
    },
  };
}
