/**
 * Why something failed, or what there is to know, in a form that every language has words for: a name that stays and the
 * facts for its sentence. It goes beside the engine's own (English) message, which the terminal and the log show.
 */

/** What requests fail for, by name, with the facts that their sentences need. */
export const ERROR_REASONS = {
  'address-unusable': ['address'],
  'backup-exists': ['path'],
  'backup-name': [],
  'backup-unwritable': ['path'],
  'changed-while-read': ['path'],
  'data-folder-in-use': ['path'],
  'data-folder-unusable': ['path'],
  'database-damaged': ['path'],
  'database-locked': ['path'],
  'database-newer': ['path'],
  'disk-full': ['path'],
  'empty-files-only': ['path'],
  'engine-keeps-ending': ['count'],
  'file-unreadable': ['path', 'system'],
  'folder-missing': ['path'],
  'interface-unknown': ['address'],
  'left-out-only': ['path'],
  'name-invisible': ['name'],
  'name-missing': ['path'],
  'name-taken': ['name'],
  'name-unsafe': ['name'],
  'no-permission': ['path'],
  'not-a-folder': ['path'],
  'not-over-network': ['setting'],
  'not-whole-path': ['path'],
  'nothing-inside': ['path'],
  'own-file': ['path'],
  'password-long': ['most'],
  'password-short': ['least'],
  'path-missing': ['path'],
  'path-unsafe': ['path'],
  'piece-length-bad': ['bytes'],
  'port-in-use': ['protocol', 'port', 'address'],
  'port-not-allowed': ['protocol', 'port', 'address'],
  'setting-elsewhere': ['setting'],
  'setting-fixed': ['setting', 'source'],
  'setting-value': ['setting', 'value'],
  'settings-broken': ['path'],
  'settings-key-unknown': ['path', 'key'],
  'settings-unreadable': ['path'],
  'settings-unwritable': ['path'],
  'share-damaged': ['infoHash'],
  'special-file': ['path'],
  'stopped-from-outside': [],
  'stops-with-command': [],
  'time-past': [],
  'too-many-files': ['count'],
  'torrent-too-big': [],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type ErrorReason = keyof typeof ERROR_REASONS;

/** What the engine tells without being asked. */
export const NOTICE_REASONS = {
  'console-needs-password': [],
  'console-not-served': [],
  'control-port-instead': ['wanted', 'port'],
  'counters-not-saved': [],
  'counters-saved': [],
  'entries-left-out': ['figure'],
  'policy-source-failed': ['path', 'system'],
  'policy-source-rejected': ['path', 'figure', 'first'],
  'peer-port-instead': ['wanted', 'port'],
  'share-damaged': ['infoHash'],
  'tracker-port-instead': ['wanted', 'port'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type NoticeReason = keyof typeof NOTICE_REASONS;

/** What can be wrong with a share: the code of its `error` state. */
export const SHARE_PROBLEMS = ['file-changed', 'content-differs', 'path-unreadable', 'path-not-found'] as const;
export type ShareProblemCode = (typeof SHARE_PROBLEMS)[number];

export type Fact = string | number;

/** A reason with each of its facts, as in `{ reason: 'no-permission', path: '/srv/x' }`. */
type With<Reasons extends Readonly<Record<string, readonly string[]>>> = {
  readonly [Name in keyof Reasons]: { readonly reason: Name } & Readonly<Record<Reasons[Name][number], Fact>>;
}[keyof Reasons];
export type ErrorBecause = With<typeof ERROR_REASONS>;
export type NoticeBecause = With<typeof NOTICE_REASONS>;

/** What the engine tells: its own words, and what a window makes its words from. */
export interface Notice {
  readonly message: string;
  readonly because: NoticeBecause;
}

/** As it comes over a wire, perhaps from a newer engine: `reason` may be one that is not known here. */
export type Because = Readonly<Record<string, Fact>>;
