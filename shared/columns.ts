/** What can be sorted by, per table; each is a column's id in the window as well. */
export const SHARE_COLUMNS = [
  'name',
  'bytes',
  'haveIt',
  'seeders',
  'leechers',
  'uploadRate',
  'secondsLeft',
  'uploaded',
  'ratio',
  'createdAt',
  'state',
] as const;
export const PEER_COLUMNS = [
  'address',
  'client',
  'progress',
  'gainRate',
  'uploadRate',
  'uploaded',
  'connectedAt',
] as const;
export const SWARM_COLUMNS = [
  'name',
  'infoHash',
  'seeders',
  'leechers',
  'paused',
  'completed',
  'announces',
  'scrapes',
  'uploaded',
  'downloaded',
  'oldestAnnounce',
  'newestAnnounce',
  'source',
] as const;
export const LISTED_COLUMNS = ['name', 'infoHash', 'verdict', 'origin', 'addedAt', 'addedBy'] as const;
export const REFUSED_COLUMNS = [
  'name',
  'infoHash',
  'reason',
  'count',
  'addresses',
  'lastAddress',
  'firstAt',
  'lastAt',
] as const;
export const SWARM_PEER_COLUMNS = ['address', 'client', 'left', 'uploaded', 'downloaded', 'lastAnnounce'] as const;
export const PERSON_COLUMNS = [
  'name',
  'role',
  'state',
  'uploaded',
  'downloaded',
  'ratio',
  'seeded',
  'activeDownloads',
  'lastSeen',
  'createdAt',
  'expiresAt',
] as const;
export const PERSON_TORRENT_COLUMNS = ['name', 'uploaded', 'downloaded', 'ratio', 'seeded', 'lastSeen'] as const;

export type ShareColumn = (typeof SHARE_COLUMNS)[number];
export type PeerColumn = (typeof PEER_COLUMNS)[number];
export type SwarmColumn = (typeof SWARM_COLUMNS)[number];
export type ListedColumn = (typeof LISTED_COLUMNS)[number];
export type RefusedColumn = (typeof REFUSED_COLUMNS)[number];
export type SwarmPeerColumn = (typeof SWARM_PEER_COLUMNS)[number];
export type PersonColumn = (typeof PERSON_COLUMNS)[number];
export type PersonTorrentColumn = (typeof PERSON_TORRENT_COLUMNS)[number];

export interface Sort<Column extends string = string> {
  readonly column: Column;
  readonly direction: 'ascending' | 'descending';
}
