import { describe, expect, test } from 'vitest';
import { createTranslations } from '../../../renderer/i18n.ts';
import deSettings from '../../../renderer/locales/de/settings.json' with { type: 'json' };
import { noticeText } from '../../../renderer/text/noticeText.ts';
import { base64Of } from '../../../renderer/views/activity/base64.ts';
import { dayOf, dayWordOf } from '../../../renderer/views/activity/days.ts';
import { partsOf, sentenceOf } from '../../../renderer/views/activity/sentences.ts';
import type { ActivityEntry } from '../../../shared/activity.ts';
import { settingValueText } from '../../../renderer/views/settings/settingTexts.ts';
import { ACTIVITY_KINDS } from '../../../shared/activityKinds.ts';

async function wordsIn(language: 'en' | 'de') {
  const translations = await createTranslations(language);
  const t = translations.getFixedT(null, 'activity');
  const errors = translations.getFixedT(null, 'errors');
  const settings = translations.getFixedT(null, 'settings');
  return {
    t: (key: string, values: Readonly<Record<string, string | number>>) => t(key, { ...values }),
    count: String,
    settingName: (key: string) => (key === 'port' ? 'Tracker port' : key),
    settingValue: (key: string, value: string) =>
      settingValueText({ key, value }, (words, values) => settings(words, { ...values })),
    refusal: (reason: string) => reason,
    notice: (message: string, because: ActivityEntry['values']) => noticeText({ message, because }, errors),
  };
}

const plain = (sentence: string): string => sentence.replace(/[\u2068\u2069]/g, '');

const sentences: readonly (Pick<ActivityEntry, 'kind' | 'values'> & { readonly en: string })[] = [
  { kind: 'engine-started', values: { version: '0.1.0' }, en: 'Granary 0.1.0 started' },
  { kind: 'engine-stopped', values: {}, en: 'Granary stopped' },
  { kind: 'share-created', values: { name: 'Talks' }, en: 'Talks is now shared' },
  { kind: 'share-removed', values: {}, en: '(unknown share) is no longer shared' },
  { kind: 'share-paused', values: { name: 'Talks' }, en: 'Talks was paused' },
  { kind: 'share-resumed', values: { name: 'Talks' }, en: 'Talks goes on' },
  {
    kind: 'share-failed',
    values: { name: 'Talks', message: 'the disk vanished', file: 'a' },
    en: 'Talks cannot be shared at the moment: the disk vanished',
  },
  {
    kind: 'share-failed',
    values: { name: 'Talks', file: 'a' },
    en: 'Talks cannot be shared at the moment because of a',
  },
  {
    kind: 'share-failed',
    values: { name: 'Talks', code: 'path-not-found', message: 'a is not there any more', file: 'a' },
    en: 'Talks cannot be shared at the moment: a is not there',
  },
  { kind: 'share-verified', values: { name: 'Talks' }, en: 'Talks was checked: every piece is as it should be' },
  { kind: 'share-verified', values: { name: 'Talks', count: 2 }, en: 'Talks was checked: 2 pieces have changed' },
  {
    kind: 'peer-finished',
    values: { name: 'Talks', client: 'aria2', address: '10.0.0.2' },
    en: '10.0.0.2 has all of Talks (aria2)',
  },
  { kind: 'peer-finished', values: { name: 'Talks' }, en: 'Someone has all of Talks' },
  { kind: 'everyone-has-it', values: { name: 'Talks', count: 12 }, en: 'All 12 in the swarm have Talks' },
  { kind: 'everyone-has-it', values: { name: 'Talks' }, en: 'Everyone in the swarm has Talks' },
  {
    kind: 'address-changed',
    values: { address: '10.0.0.1, fd00::1' },
    en: 'The addresses of this computer changed: 10.0.0.1, fd00::1',
  },
  { kind: 'announce-refused', values: { message: 'not here', count: 3 }, en: '3 announces were refused: not here' },
  { kind: 'announce-refused', values: { address: '10.0.0.2' }, en: 'An announce of 10.0.0.2 was refused' },
  { kind: 'notice', values: { message: 'port 6881 is taken' }, en: 'Port 6881 is taken' },
  {
    kind: 'notice',
    values: { message: 'port 1 is in use …', reason: 'tracker-port-instead', wanted: 1, port: 2 },
    en: 'Port 1 is in use, so the tracker answers on port 2 instead',
  },
  { kind: 'setting-changed', values: { setting: 'port' }, en: 'Setting changed: Tracker port' },
  {
    kind: 'setting-changed',
    values: { setting: 'port', message: '7000' },
    en: 'Setting changed: Tracker port is now 7000',
  },
  {
    kind: 'setting-changed',
    values: { setting: 'port', message: '7000', by: 'window' },
    en: 'Setting changed: Tracker port is now 7000 (in the window)',
  },
  {
    kind: 'setting-changed',
    values: { setting: 'policy', message: 'listed' },
    en: 'Setting changed: policy is now “That, and what is on its list”',
  },
  {
    kind: 'setting-changed',
    values: { setting: 'policy', message: 'of-tomorrow' },
    en: 'Setting changed: policy is now of-tomorrow',
  },
  {
    kind: 'setting-changed',
    values: { setting: 'interfaceScopes', message: 'eth0=any, tun0=none', by: 'window' },
    en: 'Setting changed: interfaceScopes is now eth0=any, tun0=none (in the window)',
  },
  { kind: 'setting-changed', values: { setting: 'dht', message: 'false' }, en: 'Setting changed: dht is now off' },
  {
    kind: 'person-added',
    values: { name: 'Ada', by: 'console', byName: '192.168.7.31' },
    en: 'Ada was added (in the console, from 192.168.7.31)',
  },
  { kind: 'person-removed', values: { name: 'Ada', by: 'command-line' }, en: 'Ada was removed (on the command line)' },
  {
    kind: 'invitation-made',
    values: { count: 3, by: 'api', byName: 'door' },
    en: 'An invitation for 3 people was made (over the API, with “door”)',
  },
  { kind: 'person-approved', values: { name: 'Ada', by: 'engine' }, en: 'Ada was let in' },
  { kind: 'person-approved', values: { name: 'Ada', by: 'of-tomorrow' }, en: 'Ada was let in' },
];

describe('sentences', () => {
  test.each(sentences)('$en', async ({ kind, values, en }) => {
    expect(plain(sentenceOf({ kind, values }, await wordsIn('en')))).toBe(en);
  });

  test.each(ACTIVITY_KINDS)('%s has words in both languages, whatever is known', async (kind) => {
    const known = {
      name: 'N',
      client: 'C',
      address: 'A',
      message: 'M',
      file: 'F',
      setting: 'S',
      count: 3,
      version: 'V',
    };
    for (const language of ['en', 'de'] as const) {
      const words = await wordsIn(language);
      for (const values of [{}, known, { name: 'N', count: 1 }, { address: 'A', count: 1 }]) {
        const sentence = plain(sentenceOf({ kind, values }, words));
        expect(sentence).not.toBe('');
        expect(sentence).not.toMatch(/sentence\.|\{\{|undefined/);
      }
    }
  });

  test('a choice is called in German as it is in the German settings', async () => {
    const values = { setting: 'policy', message: 'listed' };
    const { engine } = deSettings;
    expect(plain(sentenceOf({ kind: 'setting-changed', values }, await wordsIn('de')))).toBe(
      `Einstellung geändert: policy ist jetzt „${engine.policy.listed}“`,
    );
  });

  test('values keep their own direction, and cannot leave their place', async () => {
    const name = 'a\u2069\u202egpj.exe';
    const sentence = sentenceOf({ kind: 'share-created', values: { name } }, await wordsIn('en'));
    expect(partsOf(sentence)).toEqual([
      { text: 'a‹U+2069›‹U+202E›gpj.exe', isValue: true },
      { text: ' is now shared', isValue: false },
    ]);
  });

  test('a value is not looked into for other values or keys', async () => {
    const name = '{{client}} $t(title)';
    const sentence = sentenceOf({ kind: 'share-created', values: { name, client: 'C' } }, await wordsIn('en'));
    expect(plain(sentence)).toBe('{{client}} $t(title) is now shared');
  });
});

describe('days', () => {
  const at = (day: number, hour: number): number => new Date(2026, 10, day, hour).getTime();

  test('a day begins at midnight', () => {
    expect(dayOf(at(20, 0))).toBe(dayOf(at(20, 23)));
    expect(dayOf(at(20, 23))).not.toBe(dayOf(at(21, 0)));
  });

  test.each([
    { moment: at(20, 1), word: 'today' },
    { moment: at(19, 23), word: 'yesterday' },
    { moment: at(18, 23), word: 'other' },
  ])('$word', ({ moment, word }) => {
    expect(dayWordOf(moment, at(20, 2))).toBe(word);
  });
});

test('the support file keeps letters of all kinds', () => {
  const text = `Grüße 🐝 ${'x'.repeat(100_000)}`;
  expect(Buffer.from(base64Of(text), 'base64').toString('utf8')).toBe(text);
});
