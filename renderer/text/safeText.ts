export { DEFAULT_MAX_CHARACTERS, safeText } from '../../shared/safeText.ts';
