import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { ERROR_CODES, GranaryError } from '../../../electron/engine/errors.ts';
import { createTranslations } from '../../../renderer/i18n.ts';
import { errorText } from '../../../renderer/text/errorText.ts';
import { noticeText } from '../../../renderer/text/noticeText.ts';
import { ERROR_REASONS, NOTICE_REASONS } from '../../../shared/because.ts';
import german from '../../../renderer/locales/de/errors.json' with { type: 'json' };
import english from '../../../renderer/locales/en/errors.json' with { type: 'json' };

/** Whatever the engine has to say to a person, the window says in the person's language. */

const ENGINE = resolve(import.meta.dirname, '../../../electron/engine');
const languages = [
  { language: 'en', texts: english },
  { language: 'de', texts: german },
] as const;

/** Errors for which their code says all, those of clients that break the contract, and those of the terminal alone. */
const SAID_BY_CODE = [
  'commands.ts bad-input',
  'engine.ts engine-unreachable',
  'engine.ts engine-unreachable',
  'errors.ts internal',
  'metainfo/fileErrors.ts cancelled',
  'metainfo/sourceRoots.ts bad-input',
  'metainfo/torrentError.ts torrent-invalid',
  'offline.ts engine-unreachable',
  'offline.ts share-unknown',
  'people/groups.ts group-unknown',
  'people/invitations.ts invitation-unknown',
  'people/invitations.ts invitation-unknown',
  'people/people.ts person-unknown',
  'peopleCommands.ts share-unknown',
  'portal/api/apiRoute.ts bad-input',
  'portal/api/apiServer.ts bad-input',
  'portal/api/apiServer.ts bad-input',
  'portal/api/apiTokens.ts bad-input',
  'portal/api/apiTokens.ts bad-input',
  'portal/api/apiTokens.ts token-unknown',
  'portal/api/webhooks.ts bad-input',
  'portal/api/webhooks.ts webhook-unknown',
  'portal/consolePowers.ts bad-input',
  'settings/settingsStore.ts bad-config',
  'shares/jobs.ts bad-input',
  'shares/shareLibrary.ts share-unknown',
  'storage/backup.ts cancelled',
  'storage/storageErrors.ts internal',
  'views/clientSession.ts engine-unreachable',
  'views/frameServer.ts bad-input',
  'views/openViews.ts bad-input',
  'views/openViews.ts bad-input',
  'views/openViews.ts bad-input',
  'views/requestFrame.ts bad-input',
];

describe.each(languages)('in $language', ({ language, texts }) => {
  test.each(ERROR_CODES)('%s has a sentence', (code) => {
    expect(texts[code]).toMatch(/\p{L}.*\.$/u);
  });

  test.each(Object.entries(ERROR_REASONS))('%s has a sentence with all its facts, and what to do', (name, facts) => {
    const words = texts.reason[name as keyof typeof ERROR_REASONS];
    expect(placesIn(words.what)).toEqual([...facts].toSorted());
    expect(placesIn(words.todo)).toEqual([]);
    expect(words.what).toMatch(/\.$/);
    expect(words.todo).toMatch(/\.$/);
  });

  test.each(Object.entries(NOTICE_REASONS))('%s is told with all its facts', (name, facts) => {
    expect(placesIn(texts.notice[name as keyof typeof NOTICE_REASONS])).toEqual([...facts].toSorted());
  });

  test('facts are filled in as they are, and the engine’s own words come last', async () => {
    const t = (await createTranslations(language)).getFixedT(null, 'errors');
    const path = '/srv/{{port}} $t(internal) <b>';
    const own = new GranaryError('path-unreadable', `no permission to read ${path}`, {
      hint: 'leave it out',
      because: { reason: 'no-permission', path },
    });
    const { message, hint, detail } = errorText(own, t);
    expect(message).toBe(texts.reason['no-permission'].what.replace('{{path}}', () => path));
    expect(hint).toBe(texts.reason['no-permission'].todo);
    expect(detail).toBe(`No permission to read ${path}. Leave it out.`);
  });

  test('what a newer engine says is told by its code, or in its own words', async () => {
    const t = (await createTranslations(language)).getFixedT(null, 'errors');
    const unknownReason = { code: 'disk-full', message: 'no space', because: { reason: 'of-tomorrow' } };
    expect(errorText(unknownReason, t)).toEqual({ message: texts['disk-full'], detail: 'No space.' });
    const factMissing = { code: 'disk-full', message: 'no space', because: { reason: 'disk-full' } };
    expect(errorText(factMissing, t)).toEqual({ message: texts['disk-full'], detail: 'No space.' });
    expect(errorText({ code: 'of-tomorrow', message: 'it broke' }, t)).toEqual({ message: 'It broke.' });
    expect(noticeText({ message: 'it broke', because: { reason: 'of-tomorrow' } }, t)).toBe('It broke.');
  });
});

test('every error of the engine gives its reason, or its code says all', () => {
  expect(errorsWithoutReason()).toEqual(SAID_BY_CODE);
});

function placesIn(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).toSorted();
}

/** `file code` of every `new GranaryError` without a `because`. */
function errorsWithoutReason(): string[] {
  const found: string[] = [];
  for (const name of readdirSync(ENGINE, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )) {
    const file = name.replaceAll('\\', '/');
    const source = ts.createSourceFile(file, readFileSync(join(ENGINE, name), 'utf8'), ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      if (ts.isNewExpression(node) && node.expression.getText(source) === 'GranaryError') {
        const [code, , options] = node.arguments ?? [];
        const given = options?.getText(source) ?? '';
        if (!/\bbecause\b/.test(given)) found.push(`${file} ${code?.getText(source).replaceAll("'", '') ?? ''}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found.toSorted();
}
