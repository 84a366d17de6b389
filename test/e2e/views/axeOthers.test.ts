import { scenes } from '../../screens/scenes.ts';
import { testWithAxe } from '../../support/axeSuite.ts';

/** Everything but the shares and their pages. */
testWithAxe(scenes.filter(({ name }) => !name.startsWith('share')));
