import { scenes } from '../../screens/scenes.ts';
import { testWithAxe } from '../../support/axeSuite.ts';

/** The shares and their pages. */
testWithAxe(scenes.filter(({ name }) => name.startsWith('share')));
