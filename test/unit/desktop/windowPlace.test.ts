import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { placeOnScreens, readWindowPlace, writeWindowPlace } from '../../../electron/desktop/windowPlace.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const MAIN = { x: 0, y: 0, width: 1920, height: 1040 };
const LEFT = { x: -1280, y: 100, width: 1280, height: 984 };
const SIZE = { width: 1000, height: 700 };
const at = (x: number, y: number, size = SIZE) => ({ bounds: { x, y, ...size }, isMaximized: false });

describe('the place of the window', () => {
  test('is the middle of the main screen the first time', () => {
    expect(placeOnScreens(undefined, [MAIN, LEFT])).toEqual({
      bounds: { x: 320, y: 120, width: 1280, height: 800 },
      isMaximized: false,
    });
  });

  test.each([
    { name: 'on the main screen', place: at(200, 100) },
    { name: 'on another screen', place: at(-1200, 200) },
    { name: 'across two screens', place: at(-500, 200) },
    { name: 'half outside', place: at(1700, 900) },
  ])('is what it was, $name', ({ place }) => {
    expect(placeOnScreens(place, [MAIN, LEFT])).toEqual(place);
  });

  test.each([
    { name: 'a screen that is gone', place: at(-1200, 200) },
    { name: 'outside at the right', place: at(1900, 200) },
    { name: 'with its title above the screen', place: at(200, -40) },
    { name: 'below the screen', place: at(200, 1030) },
  ])('is the middle of the main screen after $name', ({ place }) => {
    expect(placeOnScreens(place, [MAIN])).toEqual(at(460, 170));
  });

  test('is no larger than the screen, and large enough to use', () => {
    expect(placeOnScreens(at(0, 0, { width: 4000, height: 3000 }), [MAIN]).bounds).toEqual(MAIN);
    expect(placeOnScreens(at(0, 0, { width: 10, height: 10 }), [MAIN]).bounds).toMatchObject({
      width: 720,
      height: 480,
    });
  });

  test('stays maximized', () => {
    expect(placeOnScreens({ ...at(200, 100), isMaximized: true }, [MAIN])).toEqual({
      ...at(200, 100),
      isMaximized: true,
    });
  });

  test('is kept in a file', async () => {
    const file = join(await temporaryFolder(cleanup), 'user', 'window.json');
    expect(readWindowPlace(file)).toBeUndefined();
    writeWindowPlace(file, at(1, 2));
    expect(readWindowPlace(file)).toEqual(at(1, 2));
  });

  test.each([
    '',
    '{',
    '[]',
    '{"bounds":{"x":"1"}}',
    '{"bounds":{"x":0,"y":0,"width":-5,"height":1e99},"isMaximized":false}',
  ])('is forgotten when the file holds %j', async (text) => {
    const file = join(await temporaryFolder(cleanup), 'window.json');
    await writeFile(file, text);
    expect(readWindowPlace(file)).toBeUndefined();
  });
});
