import { basename } from 'node:path/posix';
import type { EventBus } from '../../../electron/engine/eventBus.ts';
import type { CommandName, CommandResult, ParsedParams } from '../../../shared/contract.ts';
import type { ShareState } from '../../../shared/model.ts';
import type { MockJobs } from './mockJobs.ts';
import { browse, bytesOf, refuseMissing, scan, skippedFiles } from './mockFiles.ts';
import { mockHistory } from './mockHistory.ts';
import type { MockSettings } from './mockSettings.ts';
import type { MockShare } from './mockShares.ts';
import { createShare } from './newShare.ts';
import { createPeopleHandlers } from './peopleCommands.ts';
import { peerRow, swarmPeerRow } from './peerRows.ts';
import { find, type SourceDeps } from './rowSources.ts';
import { shareFiles, shareModel } from './shareRows.ts';
import { torrentBytes } from './torrentBytes.ts';

export type MockHandlers = {
  readonly [Name in CommandName]: (params: ParsedParams<Name>) => Promise<CommandResult<Name>> | CommandResult<Name>;
};

export interface CommandDeps extends SourceDeps {
  readonly bus: EventBus;
  readonly jobs: MockJobs;
  readonly settings: MockSettings;
  /** Ends, and with `again` starts anew. */
  readonly stop: (how: 'for good' | 'again') => void;
}

const PEERS_LISTED = 400;

export function createMockHandlers(deps: CommandDeps): MockHandlers {
  const { world, figuresOf, jobs, bus, settings } = deps;
  const model = (share: MockShare) => shareModel(share, { world, figures: figuresOf(share) });

  function setState(infoHash: string, state: ShareState): Record<string, never> {
    const share = find(world, infoHash);
    share.state = state;
    bus.emit({ event: 'share.changed', data: model(share) });
    return {};
  }

  return {
    ...deps.mockApi.handlers,
    'engine.status': () => ({ ...deps.status.row(), notices: [] }),
    'engine.stop': () => {
      deps.stop('for good');
      return {};
    },
    'engine.restart': () => {
      deps.stop('again');
      return {};
    },
    'engine.backup': () => ({ bytes: 4_194_304 }),
    'shares.scan': ({ paths }) => scan(world.options, paths),
    'shares.create': async ({ jobId, paths, ...options }) => {
      for (const path of paths) refuseMissing(path);
      const [bytes, first = ''] = [bytesOf(paths), ...paths];
      const name = options.name ?? basename(first);
      await jobs.run({ jobId, bytes, file: `${name}/camera A/take 0007.mov` });
      const share = createShare({
        name,
        bytes,
        private: options.private,
        now: world.now(),
        index: world.shares.length,
      });
      const known = world.find(share.infoHash);
      if (known === undefined) world.shares.unshift(share);
      bus.emit({ event: 'share.changed', data: model(share) });
      return { share: model(share), skipped: skippedFiles(world.options), alreadyShared: known !== undefined };
    },
    'shares.list': () => ({ shares: world.shares.map(model) }),
    'shares.get': ({ infoHash }) => {
      const share = find(world, infoHash);
      return { share: model(share), files: shareFiles(share, world) };
    },
    'shares.peers': ({ infoHash }) => peersOf(deps, find(world, infoHash)),
    'shares.remove': ({ infoHash }) => {
      world.shares.splice(world.shares.indexOf(find(world, infoHash)), 1);
      bus.emit({ event: 'share.removed', data: { infoHash } });
      return {};
    },
    'shares.pause': ({ infoHash }) => setState(infoHash, { kind: 'paused' }),
    'shares.resume': ({ infoHash }) => setState(infoHash, { kind: 'seeding' }),
    'shares.verify': async ({ jobId, infoHash }) => {
      const share = find(world, infoHash);
      const isBad = share.state.kind === 'error';
      await jobs.run({ jobId, bytes: share.bytes, file: share.name });
      return isBad
        ? { intact: false, badPieces: 7, firstBadFile: 'quarter 3/summary.xlsx' }
        : { intact: true, badPieces: 0 };
    },
    'shares.torrent': ({ infoHash }) => {
      const share = find(world, infoHash);
      return { fileName: `${share.name}.torrent`, base64: torrentBytes(share).toString('base64') };
    },
    ...createPeopleHandlers(deps.people, world),
    'history.get': ({ span, infoHash }) => {
      if (infoHash === undefined) {
        const {
          uploadRateBytesPerSecond: uploadRate,
          peersConnected: connected,
          swarmPeers: peers,
        } = deps.status.row();
        return mockHistory(world, { span, level: { uploadRate, connected, peers } });
      }
      const share = find(world, infoHash);
      return mockHistory(world, { span, infoHash, level: { ...figuresOf(share), peers: share.peerCount } });
    },
    'tracker.list': (params) => deps.lists.list(params),
    'tracker.unlist': ({ infoHashes }) => deps.lists.unlist(infoHashes),
    'settings.get': () => settings.get(),
    'settings.change': ({ changes }) => settings.change(changes),
    'files.browse': ({ folder }) => browse(world.options, folder),
    'support.bundle': () => ({ fileName: 'granary-support.txt', text: 'Granary 0.1.0 (mock)\nshares: some\n' }),
    'jobs.cancel': ({ jobId }) => {
      jobs.cancel(jobId);
      return {};
    },
  };
}

function peersOf({ world }: SourceDeps, share: MockShare): CommandResult<'shares.peers'> {
  const first = Array.from({ length: Math.min(share.peerCount, PEERS_LISTED) }, (_, i) => share.firstPeer + i);
  const peerId = (peer: number): string => peer.toString(16).padStart(40, '0');
  const connected = first
    .filter((peer) => world.peers.isConnected(peer))
    .map((peer) => {
      const row = peerRow(peer, { share, world });
      const { hasAll: isSeeder, connectedAt = world.startedAt } = row;
      return { ...row, peerId: peerId(peer), isSeeder, connectedAt };
    });
  const announced = first.map((peer) => ({ ...swarmPeerRow(peer, { share, world }), peerId: peerId(peer) }));
  return { connected, announced };
}
