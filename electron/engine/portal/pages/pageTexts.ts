/** Every word of the pages, in both languages. `{}` stands for what is put in. */
const en = {
  title: 'Shared here',
  intro: 'Files that are shared on this network. Open the link in a BitTorrent client to get them.',
  search: 'Search',
  searchLabel: 'Search by name',
  clear: 'Show all',
  name: 'Name',
  size: 'Size',
  added: 'Added',
  seeders: 'Seeders',
  leechers: 'Leechers',
  completed: 'Completed',
  get: 'Get',
  magnet: 'Magnet link',
  magnetOf: 'Magnet link of {}',
  torrent: '.torrent',
  torrentOf: '.torrent file of {}',
  copy: 'Copy link',
  copied: 'Copied',
  none: 'Nothing is shared here yet.',
  noneFound: 'Nothing here is called that.',
  countOne: '{} torrent',
  countMany: '{} torrents',
  feed: 'Feed',
  stats: 'Figures',
  pages: 'Pages',
  previous: 'Previous',
  next: 'Next',
  pageOf: 'Page {}',
  sortBy: 'Sort by {}',
  back: 'All torrents',
  files: 'Files',
  filesMore: '… and {} more',
  about: 'About',
  infoHash: 'Info-hash',
  pieces: 'Pieces',
  piecesOf: '{} of {}',
  comment: 'Comment',
  private: 'Private',
  privateWhat: 'Peers are found through this tracker alone.',
  state: 'State',
  seeding: 'available',
  checking: 'being checked',
  paused: 'paused here',
  error: 'not available here',
  scan: 'Scan to open this page on a phone',
  noTorrent: 'No such torrent is shared here.',
  closed:
    'This page is switched off here. A magnet link or .torrent file from here still works in a BitTorrent client.',
  by: 'Shared with Granary',
} as const;

export type PageText = keyof typeof en;

const de: Readonly<Record<PageText, string>> = {
  title: 'Hier geteilt',
  intro:
    'Dateien, die in diesem Netz geteilt werden. Öffnen Sie den Link in einem BitTorrent-Programm, um sie zu laden.',
  search: 'Suchen',
  searchLabel: 'Nach dem Namen suchen',
  clear: 'Alles zeigen',
  name: 'Name',
  size: 'Größe',
  added: 'Hinzugefügt',
  seeders: 'Seeder',
  leechers: 'Leecher',
  completed: 'Vollendet',
  get: 'Laden',
  magnet: 'Magnet-Link',
  magnetOf: 'Magnet-Link zu {}',
  torrent: '.torrent',
  torrentOf: '.torrent-Datei zu {}',
  copy: 'Link kopieren',
  copied: 'Kopiert',
  none: 'Hier wird noch nichts geteilt.',
  noneFound: 'Nichts hier heißt so.',
  countOne: '{} Torrent',
  countMany: '{} Torrents',
  feed: 'Feed',
  stats: 'Zahlen',
  pages: 'Seiten',
  previous: 'Zurück',
  next: 'Weiter',
  pageOf: 'Seite {}',
  sortBy: 'Nach {} ordnen',
  back: 'Alle Torrents',
  files: 'Dateien',
  filesMore: '… und {} weitere',
  about: 'Angaben',
  infoHash: 'Info-Hash',
  pieces: 'Stücke',
  piecesOf: '{} zu {}',
  comment: 'Kommentar',
  private: 'Privat',
  privateWhat: 'Gegenstellen finden sich nur über diesen Tracker.',
  state: 'Zustand',
  seeding: 'verfügbar',
  checking: 'wird geprüft',
  paused: 'hier angehalten',
  error: 'hier nicht verfügbar',
  scan: 'Mit dem Telefon abtasten, um diese Seite dort zu öffnen',
  noTorrent: 'Diesen Torrent gibt es hier nicht.',
  closed:
    'Diese Seite ist hier abgeschaltet. Magnet-Links und .torrent-Dateien von hier gehen weiterhin in BitTorrent-Programmen.',
  by: 'Geteilt mit Granary',
};

const TEXTS = { en, de } as const;
export type PageLanguage = keyof typeof TEXTS;

export function pageText(language: PageLanguage, key: PageText, ...put: readonly string[]): string {
  let next = 0;
  return TEXTS[language][key].replaceAll('{}', () => put[next++] ?? '');
}

export function isPageLanguage(language: string): language is PageLanguage {
  return Object.hasOwn(TEXTS, language);
}
