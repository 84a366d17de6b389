import { z } from 'zod';
import {
  LISTED_COLUMNS,
  PERSON_COLUMNS,
  PERSON_TORRENT_COLUMNS,
  REFUSED_COLUMNS,
  SHARE_COLUMNS,
  SWARM_COLUMNS,
  SWARM_PEER_COLUMNS,
} from '../../../../shared/columns.ts';
import { settingsSchema } from '../../../../shared/settings.ts';
import { statusRowSchema } from '../../../../shared/rows.ts';
import { TRACKER_POLICIES } from '../../../../shared/trackerPolicy.ts';
import { type ApiRoute, ofCommand, ofView, parseInput } from './apiRoute.ts';

/** What the examples name: the share of a file `corn.txt` that holds the word `corn`. */
export const EXAMPLE_INFO_HASH = '0dad86a6230a6ca551e55fed69aca04dfeceb12a';
/** One that is shared nowhere. */
const LISTED_EXAMPLE = '00112233445566778899aabbccddeeff00112233';
const share = { infoHash: EXAMPLE_INFO_HASH };
const infoHash = z.string().regex(/^[0-9a-fA-F]{40}$/, 'an info-hash is 40 hexadecimal digits');

const status: ApiRoute = {
  method: 'GET',
  path: '/status',
  scope: 'read',
  id: 'getStatus',
  summary: 'The engine and its tracker as a whole: ports, rates, swarms, peers, refusals.',
  input: z.object({}),
  result: statusRowSchema,
  example: {},
  run: async (_, { openSource }) => {
    const source = openSource({ kind: 'status' });
    return source.rowOf(source.items()[0]);
  },
};

const policyInput = z.object({ policy: z.enum(TRACKER_POLICIES) });

const policy: ApiRoute = {
  method: 'PUT',
  path: '/tracker/policy',
  scope: 'tracker',
  id: 'setTrackerPolicy',
  summary: 'Whom the tracker serves from now on.',
  input: policyInput,
  result: settingsSchema,
  example: { policy: 'shares' },
  run: async (input, { api, by }) => {
    return api.call('settings.change', { changes: policyInput.parse(parseInput(policyInput, input)) }, by);
  },
};

/**
 * Everything that the API can do. A command of the contract is one entry, and so is a view. Left out is what only the person at
 * the computer may do (stopping, backups, browsing folders) and what is bound to one connection.
 */
export const API_ROUTES: readonly ApiRoute[] = [
  status,
  ofView('/shares', 'shares', { scope: 'read', summary: 'What is shared here.', columns: SHARE_COLUMNS }),
  ofCommand('POST /shares/scan', 'shares.scan', {
    scope: 'shares',
    summary: 'What sharing these paths of the engine’s computer would share.',
    example: { paths: ['/srv/corn.txt'] },
  }),
  ofCommand('POST /shares', 'shares.create', {
    scope: 'shares',
    summary: 'Shares files and folders of the engine’s computer. The answer comes when they are hashed.',
    example: { jobId: 'corn', paths: ['/srv/corn.txt'] },
  }),
  ofCommand('GET /shares/{infoHash}', 'shares.get', {
    scope: 'read',
    summary: 'One share with its files.',
    example: share,
  }),
  ofCommand('GET /shares/{infoHash}/torrent', 'shares.torrent', {
    scope: 'read',
    summary: 'The .torrent file of a share, in base64.',
    example: share,
  }),
  ofCommand('GET /shares/{infoHash}/peers', 'shares.peers', {
    scope: 'read',
    summary: 'Who is connected to us for a share, and who announced it.',
    example: share,
  }),
  ofCommand('POST /shares/{infoHash}/pause', 'shares.pause', {
    scope: 'shares',
    summary: 'Stops sending a share; it stays tracked.',
    example: share,
  }),
  ofCommand('POST /shares/{infoHash}/resume', 'shares.resume', {
    scope: 'shares',
    summary: 'Sends a paused share again.',
    example: share,
  }),
  ofCommand('POST /shares/{infoHash}/verify', 'shares.verify', {
    scope: 'shares',
    summary: 'Hashes the files of a share again.',
    example: { ...share, jobId: 'check corn' },
  }),
  ofCommand('DELETE /jobs/{jobId}', 'jobs.cancel', {
    scope: 'shares',
    summary: 'Ends a job that hashes; does nothing when it has ended.',
    example: { jobId: 'corn' },
  }),
  ofView('/swarms', 'swarms', { scope: 'read', summary: 'What the tracker tracks.', columns: SWARM_COLUMNS }),
  ofView('/swarms/{infoHash}/peers', 'swarmPeers', {
    scope: 'read',
    summary: 'The peers of a swarm, as they announced themselves.',
    columns: SWARM_PEER_COLUMNS,
    of: { infoHash },
    example: share,
  }),
  ofCommand('GET /history', 'history.get', {
    scope: 'read',
    summary: 'Rates over time, of the engine or of one share.',
    example: { span: '10min' },
  }),
  ofView('/activity', 'activity', { scope: 'read', summary: 'What happened, the newest first.' }),
  policy,
  ofView('/tracker/listed', 'listed', {
    scope: 'tracker',
    summary: 'What is on the tracker’s list, allowed or blocked.',
    columns: LISTED_COLUMNS,
  }),
  ofCommand('POST /tracker/listed', 'tracker.list', {
    scope: 'tracker',
    summary: 'Allows or blocks torrents by info-hash, magnet link or .torrent file in base64.',
    example: { items: [{ kind: 'infoHash', infoHash: LISTED_EXAMPLE }], verdict: 'allow' },
  }),
  ofCommand('POST /tracker/unlist', 'tracker.unlist', {
    scope: 'tracker',
    summary: 'Takes torrents off the list.',
    example: { infoHashes: [LISTED_EXAMPLE] },
  }),
  ofView('/tracker/refused', 'refused', {
    scope: 'tracker',
    summary: 'Torrents that were asked for and refused.',
    columns: REFUSED_COLUMNS,
  }),
  ofView('/people', 'people', {
    scope: 'people',
    summary: 'The people of a private tracker.',
    columns: PERSON_COLUMNS,
  }),
  ofCommand('POST /people', 'people.create', {
    scope: 'people',
    summary: 'Adds a person, who may sign in with the password at once.',
    example: { name: 'Ada', password: 'eleven red barns' },
  }),
  ofCommand('PATCH /people/{person}', 'people.change', {
    scope: 'people',
    summary: 'Changes a person; what is left out stays as it is.',
    example: { person: '1', role: 'publisher' },
  }),
  ofCommand('POST /people/{person}/approve', 'people.approve', {
    scope: 'people',
    summary: 'Lets in who registered and waits.',
    example: { person: '1' },
  }),
  ofCommand('POST /people/{person}/passkey', 'people.resetPasskey', {
    scope: 'people',
    summary: 'Gives a person another passkey; the old one is refused at once.',
    example: { person: '1' },
  }),
  ofCommand('GET /people/{person}/links', 'people.links', {
    scope: 'people',
    summary: 'The announce URLs of a person.',
    example: { person: '1' },
  }),
  ofView('/people/{person}/torrents', 'personTorrents', {
    scope: 'people',
    summary: 'What a person’s clients did of each torrent.',
    columns: PERSON_TORRENT_COLUMNS,
    of: { person: z.string() },
    example: { person: '1' },
  }),
  ofCommand('GET /people/{person}/torrents/{infoHash}', 'people.torrent', {
    scope: 'people',
    summary: 'The .torrent file and magnet link of a share as this person is to use them.',
    example: { person: '1', ...share },
  }),
  ofCommand('POST /free-leech', 'people.setFreeLeech', {
    scope: 'people',
    summary: 'Whether what is downloaded of these torrents counts against nobody’s ratio.',
    example: { infoHashes: [EXAMPLE_INFO_HASH], isFree: false },
  }),
  ofView('/groups', 'groups', { scope: 'people', summary: 'Who sees which torrents.' }),
  ofCommand('POST /groups', 'groups.save', {
    scope: 'people',
    summary: 'Makes a group, or changes the one that is named.',
    example: { name: 'Film', people: ['1'] },
  }),
  ofCommand('DELETE /groups/{group}', 'groups.remove', {
    scope: 'people',
    summary: 'Removes a group; its torrents are for everyone then.',
    example: { group: '1' },
  }),
  ofView('/invitations', 'invitations', { scope: 'people', summary: 'Links that let people register.' }),
  ofCommand('POST /invitations', 'invitations.create', {
    scope: 'people',
    summary: 'Makes a link that lets people register.',
    example: { uses: 12, expiresAt: 4_102_444_800_000 },
  }),
  ofCommand('DELETE /invitations/{invitation}', 'invitations.revoke', {
    scope: 'people',
    summary: 'Takes an invitation back; who registered with it stays.',
    example: { invitation: '1' },
  }),
  ofCommand('DELETE /people/{person}', 'people.remove', {
    scope: 'people',
    summary: 'Removes a person with all their figures.',
    example: { person: '1' },
  }),
  ofCommand('GET /settings', 'settings.get', { scope: 'admin', summary: 'All settings and where each comes from.' }),
  ofCommand('PATCH /settings', 'settings.change', {
    scope: 'admin',
    summary: 'Changes settings, all of them or none; null takes one back to its default.',
    example: { changes: { uploadSlotsPerShare: 16 } },
  }),
  ofCommand('GET /tokens', 'tokens.list', { scope: 'admin', summary: 'Who may use this API.' }),
  ofCommand('POST /tokens', 'tokens.create', {
    scope: 'admin',
    summary: 'Makes a token, which is told this once.',
    example: { name: 'dashboard', scopes: ['read'] },
  }),
  ofCommand('DELETE /tokens/{key}', 'tokens.revoke', {
    scope: 'admin',
    summary: 'Makes a token useless.',
    example: { key: '2' },
  }),
  ofCommand('GET /webhooks', 'webhooks.list', {
    scope: 'admin',
    summary: 'Who is told what happens, and how that goes.',
  }),
  ofCommand('POST /webhooks', 'webhooks.create', {
    scope: 'admin',
    summary: 'Tells an address of events from now on. What is sent is signed with the secret.',
    example: { url: 'http://127.0.0.1:9/hook', events: ['completed'] },
  }),
  ofCommand('DELETE /webhooks/{key}', 'webhooks.remove', {
    scope: 'admin',
    summary: 'Tells it nothing more.',
    example: { key: '1' },
  }),
  ofCommand('DELETE /shares/{infoHash}', 'shares.remove', {
    scope: 'shares',
    summary: 'Ends a share. The files stay where they are.',
    example: share,
  }),
];
