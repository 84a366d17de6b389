import { scenes } from '../../screens/scenes.ts';
import { testWithAxe } from '../../support/axeSuite.ts';

/** Everything but the shares and their pages, and people. */
testWithAxe(scenes.filter(({ name }) => !name.startsWith('share') && !name.startsWith('people')));
