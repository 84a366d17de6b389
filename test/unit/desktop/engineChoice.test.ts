import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { chooseEngine } from '../../../electron/desktop/engineChoice.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const environment = { GRANARY_ENGINE_ENTRY: '/other/engine.js', GRANARY_ENGINE_NODE: '/other/node' };

async function appWith(packed: object): Promise<string> {
  const appPath = await temporaryFolder(cleanup, 'engine-choice');
  await writeFile(join(appPath, 'package.json'), JSON.stringify(packed));
  return appPath;
}

describe('the engine that is started', () => {
  test('is another one for a developer who asks for it', async () => {
    const choice = { builtEngine: '/app/engine.js', isPackaged: false, appPath: await appWith({}) };
    expect(chooseEngine({ ...choice, environment })).toEqual({ module: '/other/engine.js', nodePath: '/other/node' });
    expect(chooseEngine({ ...choice, environment: { GRANARY_ENGINE_NODE: '' } })).toEqual({
      module: '/app/engine.js',
      nodePath: undefined,
    });
  });

  test.each([
    { packed: {}, nodePath: undefined },
    { packed: { engineNode: '/packed/node' }, nodePath: '/packed/node' },
  ])('is in a package what is packed, whatever the environment says: $packed', async ({ packed, nodePath }) => {
    const choice = { builtEngine: '/app/engine.js', isPackaged: true, appPath: await appWith(packed), environment };
    expect(chooseEngine(choice)).toEqual({ module: '/app/engine.js', nodePath });
  });
});
