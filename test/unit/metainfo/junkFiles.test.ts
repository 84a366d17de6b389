import { expect, it } from 'vitest';
import { isJunk } from '../../../electron/engine/metainfo/junkFiles.ts';

it.each([
  '.DS_Store',
  '._photo.jpg',
  '.Spotlight-V100',
  '.Trashes',
  '.fseventsd',
  'Icon\r',
  'Thumbs.db',
  'THUMBS.DB',
  'desktop.ini',
  '$RECYCLE.BIN',
  'System Volume Information',
  '~$report.docx',
  '.~lock.report.odt#',
  '.nfs000000000123abcd00000001',
  '.fuse_hidden0000000100000002',
  '.Trash-1000',
  'lost+found',
  '@eaDir',
])('%s is junk', (name) => {
  expect(isJunk(name)).toBe(true);
});

it.each(['a', '._', '~$', '.hidden', '.git', 'Icon', 'film.part', 'notes.tmp', 'my thumbs.db', '.nfs notes', 'Trash'])(
  '%s is not',
  (name) => {
    expect(isJunk(name)).toBe(false);
  },
);
