import { describe, expect, test } from 'vitest';
import { backupFile } from '../../../renderer/views/settings/backupFile.ts';
import { matches, sectionOf } from '../../../renderer/views/settings/sections.ts';
import { byteSizeText, draftOf, isSameValue, parseDraft } from '../../../renderer/views/settings/settingDraft.ts';
import { announceUrls } from '../../../renderer/views/tracker/announceUrls.ts';
import { createTranslations } from '../../../renderer/i18n.ts';
import { settingText } from '../../../renderer/views/settings/settingTexts.ts';
import { SETTINGS } from '../../../electron/engine/settings/options.ts';
import { MIB } from '../../../shared/units.ts';

describe('drafts', () => {
  test.each([
    { kind: 'port', draft: ' 6969 ', value: 6969 },
    { kind: 'port', draft: '0', value: 0 },
    { kind: 'count', draft: '32', value: 32 },
    { kind: 'bytes', draft: '128 MiB', value: 128 * MIB },
    { kind: 'bytes', draft: '1,5GiB', value: 1536 * MIB },
    { kind: 'bytes', draft: '262144', value: 262_144 },
    { kind: 'names', draft: ' eth0, wlan0 10.0.0.1 ', value: ['eth0', 'wlan0', '10.0.0.1'] },
    { kind: 'names', draft: 'eth0=any tun0=none,\twg0=any', value: ['eth0=any', 'tun0=none', 'wg0=any'] },
    {
      kind: 'names',
      draft: 'Ethernet 2=any, vEthernet (WSL)=none  lo=any',
      value: ['Ethernet 2=any', 'vEthernet (WSL)=none', 'lo=any'],
    },
    { kind: 'names', draft: '  ', value: [] },
    { kind: 'folder', draft: '/srv', value: '/srv' },
    { kind: 'switch', draft: 'false', value: false },
  ] as const)('$kind $draft', ({ kind, draft, value }) => {
    expect(parseDraft(kind, draft)).toEqual({ ok: true, value });
  });

  test.each([
    { kind: 'port', draft: '65536', problem: 'problem.port' },
    { kind: 'port', draft: '-1', problem: 'problem.port' },
    { kind: 'port', draft: '', problem: 'problem.port' },
    { kind: 'count', draft: '0', problem: 'problem.count' },
    { kind: 'count', draft: '1e3', problem: 'problem.count' },
    { kind: 'bytes', draft: '128 MB', problem: 'problem.bytes' },
    { kind: 'bytes', draft: 'much', problem: 'problem.bytes' },
    { kind: 'folder', draft: ' ', problem: 'problem.folder' },
  ] as const)('$kind refuses "$draft"', ({ kind, draft, problem }) => {
    expect(parseDraft(kind, draft)).toEqual({ ok: false, problem });
  });

  test.each(SETTINGS.filter(({ standard }) => standard !== undefined))(
    'the default of $key is read as it is written',
    (setting) => {
      const standard = typeof setting.standard === 'object' ? [...setting.standard] : (setting.standard ?? '');
      const parsed = parseDraft(setting.kind, draftOf(setting.kind, standard), setting.least);
      expect(parsed.ok && isSameValue(parsed.value, standard)).toBe(true);
    },
  );

  test.each([
    { bytes: 0, text: '0' },
    { bytes: 1000, text: '1000' },
    { bytes: 128 * MIB, text: '128 MiB' },
    { bytes: 2048 * MIB, text: '2 GiB' },
  ])('$bytes bytes are written $text', ({ bytes, text }) => {
    expect(byteSizeText(bytes)).toBe(text);
  });
});

describe('the page', () => {
  test('every setting of the engine has a place of its own', () => {
    for (const { key } of SETTINGS) expect(sectionOf(key)).not.toBe('other');
    expect(sectionOf('constructor')).toBe('other');
  });

  test.each(['en', 'de'] as const)('every setting of the engine has a name and a sentence: %s', async (language) => {
    const words = await createTranslations(language);
    for (const { key } of SETTINGS) {
      const text = settingText(key);
      expect(text, key).toBeDefined();
      for (const part of [text?.title, text?.what])
        expect(words.exists(`settings:${part}`), `${key}: ${part}`).toBe(true);
    }
    expect(settingText('constructor')).toBeUndefined();
  });

  test.each([
    { search: '', found: true },
    { search: 'GROSSE', found: true },
    { search: 'grosse  ubrig', found: true },
    { search: 'grosse klein', found: false },
  ])('a search for "$search"', ({ search, found }) => {
    expect(matches('grosse Dinge, die übrig sind', search)).toBe(found);
  });

  test('a backup is named after its time, in the way of its system', () => {
    const now = new Date(2026, 10, 5, 9, 7, 3);
    expect(backupFile('/var/lib/granary', now)).toBe('/var/lib/granary/granary-backup-2026-11-05-090703.sqlite');
    expect(backupFile('C:\\Data', now)).toBe('C:\\Data\\granary-backup-2026-11-05-090703.sqlite');
    expect(backupFile('/', now)).toBe('/granary-backup-2026-11-05-090703.sqlite');
  });
});

test('announce addresses are written as other programs read them', () => {
  expect(announceUrls({ addresses: ['10.0.0.1', 'fd00::1'], trackerPort: 6969 }).map(({ url }) => url)).toEqual([
    'http://10.0.0.1:6969/announce',
    'udp://10.0.0.1:6969/announce',
    'http://[fd00::1]:6969/announce',
    'udp://[fd00::1]:6969/announce',
  ]);
});
