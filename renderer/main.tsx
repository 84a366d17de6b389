import { missingFeatures } from './browserCheck.ts';

/** Loads the window, or says which browser it needs: the rest of the build is only fetched by one that can run it. */
const missing = missingFeatures();
if (missing.length === 0) {
  const { start } = await import('./start.tsx');
  await start();
} else {
  const { showTooOld } = await import('./tooOld.ts');
  showTooOld(missing);
}
