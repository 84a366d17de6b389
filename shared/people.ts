/** What a private tracker's people are, in words that both sides and every language share. */

/**
 * What a person may do:
 * - `admin`: what a publisher may, see every torrent, and take off the list what anyone published
 * - `publisher`: what a member may, publish torrents on the site, and take their own off the list again
 * - `member`: download and seed what is there for them
 */
export const ROLES = ['admin', 'publisher', 'member'] as const;
export type Role = (typeof ROLES)[number];

/** `waiting` for approval; `expired` once their time is over. Only an active person's passkey is served. */
export const PERSON_STATES = ['active', 'waiting', 'disabled', 'expired'] as const;
export type PersonState = (typeof PERSON_STATES)[number];

/**
 * What in a person's announces cannot be:
 * - `impossible-rate`: more bytes than any link carries in the time
 * - `unmatched-upload`: more uploaded than all others together downloaded
 */
export const SUSPICIONS = ['impossible-rate', 'unmatched-upload'] as const;
export type Suspicion = (typeof SUSPICIONS)[number];

export const MAX_PERSON_NAME_CHARACTERS = 64;
export const MAX_GROUP_NAME_CHARACTERS = 64;
export const MAX_INVITATION_USES = 10_000;
/** Torrents in one group, and people or torrents in one command. */
export const MAX_LISTED = 10_000;
