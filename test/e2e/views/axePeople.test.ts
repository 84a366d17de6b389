import { scenes } from '../../screens/scenes.ts';
import { testWithAxe } from '../../support/axeSuite.ts';

/** The people of a private tracker. */
testWithAxe(scenes.filter(({ name }) => name.startsWith('people')));
