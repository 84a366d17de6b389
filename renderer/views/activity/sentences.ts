import { SHARE_PROBLEMS, type ShareProblemCode } from '../../../shared/because.ts';
import type { ActivityEntry } from '../../../shared/activity.ts';
import type { ActivityKind } from '../../../shared/activityKinds.ts';
import { safeText } from '../../text/safeText.ts';
import { byKeys } from './byWords.ts';

/** What happened, in a sentence. The values come from strangers in part: each stands between isolates, see `partsOf`. */

const ISOLATE = '\u2068';
const END_OF_ISOLATE = '\u2069';
const MAX_VALUE_CHARACTERS = 120;
const MAX_MESSAGE_CHARACTERS = 300;

type Choices = readonly (readonly [key: string, ...needed: string[]])[];

/** For each kind, which values it needs: the first line whose values are all there is taken. Keys are of `activity`. */
const SENTENCES: Readonly<Record<ActivityKind, Choices>> = {
  'engine-started': [['sentence.engineStartedVersion', 'version'], ['sentence.engineStarted']],
  'engine-stopped': [['sentence.engineStopped']],
  'share-created': [['sentence.shareCreated']],
  'share-removed': [['sentence.shareRemoved']],
  'share-paused': [['sentence.sharePaused']],
  'share-resumed': [['sentence.shareResumed']],
  'share-failed': [
    ['sentence.shareFailedWhy', 'message'],
    ['sentence.shareFailedFile', 'file'],
    ['sentence.shareFailed'],
  ],
  'share-verified': [['sentence.shareVerifiedBad', 'count'], ['sentence.shareVerified']],
  'peer-finished': [
    ['sentence.peerFinished', 'client', 'address'],
    ['sentence.peerFinishedAddress', 'address'],
    ['sentence.peerFinishedSomeone'],
  ],
  'everyone-has-it': [['sentence.everyoneCount', 'count'], ['sentence.everyone']],
  'address-changed': [
    ['sentence.addressChangedTo', 'message'],
    ['sentence.addressChangedTo', 'address'],
    ['sentence.addressChanged'],
  ],
  'announce-refused': [
    ['sentence.refusedCount', 'address', 'count'],
    ['sentence.refusedAddress', 'address'],
    ['sentence.refusedOnlyCount', 'count'],
    ['sentence.refused'],
  ],
  'setting-changed': [
    ['sentence.settingChangedTo', 'setting', 'message'],
    ['sentence.settingChanged', 'setting'],
    ['sentence.settingsChanged'],
  ],
  'torrents-allowed': [['sentence.torrentsAllowed', 'count'], ['sentence.torrentAllowed']],
  'torrents-blocked': [['sentence.torrentsBlocked', 'count'], ['sentence.torrentBlocked']],
  'torrents-unlisted': [['sentence.torrentsUnlisted', 'count'], ['sentence.torrentUnlisted']],
  'swarms-dropped': [['sentence.swarmsDropped', 'count'], ['sentence.swarmsDroppedSome']],
  'tracker-crowded': [
    ['sentence.crowdedEvicted', 'address', 'count', 'evicted'],
    ['sentence.crowdedSwarms', 'address', 'count', 'swarms'],
    ['sentence.crowdedPeers', 'address', 'count', 'peers'],
    ['sentence.crowdedAnnounces', 'address', 'count'],
    ['sentence.crowded'],
  ],
  'person-added': [['sentence.personRegistered', 'address'], ['sentence.personAdded']],
  'person-approved': [['sentence.personApproved']],
  'person-changed': [['sentence.personChanged']],
  'person-removed': [['sentence.personRemoved']],
  'person-suspected': [
    ['sentence.suspectedRate', 'impossible-rate'],
    ['sentence.suspectedUpload', 'unmatched-upload'],
    ['sentence.suspected'],
  ],
  'passkey-reset': [['sentence.passkeyReset']],
  'passkeys-guessed': [['sentence.guessedCount', 'address', 'count'], ['sentence.guessed']],
  'invitation-made': [['sentence.invitationMadeFor', 'count'], ['sentence.invitationMade']],
  'invitation-revoked': [['sentence.invitationRevoked']],
  'group-changed': [['sentence.groupChanged']],
  'group-removed': [['sentence.groupRemoved']],
  'free-leech-began': [['sentence.freeLeechBegan']],
  'free-leech-ended': [['sentence.freeLeechEnded']],
  'token-made': [['sentence.tokenMade']],
  'token-revoked': [['sentence.tokenRevoked']],
  'webhook-made': [['sentence.webhookMade']],
  'webhook-removed': [['sentence.webhookRemoved']],
  notice: [['sentence.notice', 'message'], ['sentence.noticeUnknown']],
};

/** What is wrong with a share, by the code of its error. */
const FAILURES: Readonly<Record<ShareProblemCode, string>> = {
  'file-changed': 'sentence.shareFailedChanged',
  'content-differs': 'sentence.shareFailedDiffers',
  'path-unreadable': 'sentence.shareFailedUnreadable',
  'path-not-found': 'sentence.shareFailedMissing',
};

function sentencesOf({ kind, values }: Pick<ActivityEntry, 'kind' | 'values'>): Choices {
  const problem = SHARE_PROBLEMS.find((code) => code === values['code']);
  if (kind !== 'share-failed' || problem === undefined) return SENTENCES[kind];
  return [[FAILURES[problem], 'file'], ...SENTENCES[kind]];
}

export type Translate = (key: string, values: Readonly<Record<string, string | number>>) => string;

export interface SentenceWords {
  /** Of the namespace `activity`. */
  readonly t: Translate;
  readonly count: (value: number) => string;
  /** What a setting is called, from its key. */
  readonly settingName: (key: string) => string;
  /** What a value of a setting is called, from its key and the value as text. */
  readonly settingValue: (key: string, value: string) => string;
  /** Why an announce was refused, from the tracker's own words. */
  readonly refusal: (reason: string) => string;
  /** What the engine told, from its own words and the facts beside them. */
  readonly notice: (message: string, facts: ActivityEntry['values']) => string;
}

export function sentenceOf(entry: Pick<ActivityEntry, 'kind' | 'values'>, words: SentenceWords): string {
  const sentence = whatHappened(entry, words);
  const by = whereFrom(entry.values, words);
  return by === undefined ? sentence : words.t('by.of', { sentence, by });
}

function whatHappened(entry: Pick<ActivityEntry, 'kind' | 'values'>, words: SentenceWords): string {
  const { values } = entry;
  const [key] = sentencesOf(entry).find(([, ...needed]) => needed.every((name) => isGiven(values[name]))) ?? [''];
  return words.t(key, {
    name: isGiven(values['name']) ? isolated(values['name']) : words.t('someShare', {}),
    message: isolated(messageOf(entry, words), MAX_MESSAGE_CHARACTERS),
    // Nothing follows the colon when there is no reason, so the colon goes with it.
    why: isGiven(values['message']) ? words.t('why', { reason: reasonOf(entry, words) }) : '',
    client: isolated(values['client'] ?? ''),
    address: isolated(values['address'] ?? ''),
    // The list of all addresses where there is one, else the one that is new.
    list: isolated(values['message'] ?? values['address'] ?? ''),
    file: isolated(values['file'] ?? ''),
    version: isolated(values['version'] ?? ''),
    setting: isolated(words.settingName(String(values['setting'] ?? ''))),
    ...countOf(values['count'], words),
  });
}

/** Where somebody asked for it; of what happened by itself nobody needs to be told. */
function whereFrom({ by, byName }: ActivityEntry['values'], { t }: SentenceWords): string | undefined {
  const [alone, named] = (typeof by === 'string' && by !== 'engine' ? byKeys(by) : undefined) ?? [];
  if (alone === undefined || named === undefined) return undefined;
  return isGiven(byName) ? t(named, { name: isolated(byName) }) : t(alone, {});
}

export interface SentencePart {
  readonly text: string;
  /** Whether it is a value, which keeps its own direction. */
  readonly isValue: boolean;
}

/** A sentence in its parts. A value cannot end its isolate: `safeText` has made such characters visible. */
export function partsOf(sentence: string): readonly SentencePart[] {
  return sentence
    .split(/(\u2068[^\u2069]*\u2069)/)
    .filter((text) => text !== '')
    .map((text) => (text.startsWith(ISOLATE) ? { text: text.slice(1, -1), isValue: true } : { text, isValue: false }));
}

function isGiven(value: string | number | undefined): value is string | number {
  return value !== undefined && value !== '' && value !== 0;
}

function isolated(value: string | number, max = MAX_VALUE_CHARACTERS): string {
  return `${ISOLATE}${safeText(String(value), max)}${END_OF_ISOLATE}`;
}

function messageOf({ kind, values }: Pick<ActivityEntry, 'kind' | 'values'>, words: SentenceWords): string {
  const { notice, settingValue } = words;
  const text = String(values['message'] ?? '');
  if (kind === 'setting-changed') return settingValue(String(values['setting'] ?? ''), text);
  return kind === 'notice' && text !== '' ? notice(text, values).replace(/\.$/, '') : text;
}

function reasonOf({ kind, values }: Pick<ActivityEntry, 'kind' | 'values'>, words: SentenceWords): string {
  const text = String(values['message'] ?? '');
  return isolated(kind === 'announce-refused' ? words.refusal(text) : text, MAX_MESSAGE_CHARACTERS);
}

function countOf(value: string | number | undefined, { count }: SentenceWords): Record<string, string | number> {
  return typeof value === 'number' ? { count: value, figure: count(value) } : {};
}
