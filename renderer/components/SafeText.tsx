import type { ReactNode } from 'react';
import { DEFAULT_MAX_CHARACTERS, safeText } from '../text/safeText.ts';

export interface SafeTextProps {
  /** From a stranger: a torrent, a file, a client, a computer. */
  readonly text: string;
  readonly max?: number;
}

const TITLE_MAX_CHARACTERS = 500;

/** Untrusted text in a sentence or a cell; its direction stays its own. The whole of it is in the tooltip. */
export function SafeText({ text, max = DEFAULT_MAX_CHARACTERS }: SafeTextProps): ReactNode {
  return <bdi title={safeText(text, TITLE_MAX_CHARACTERS)}>{safeText(text, max)}</bdi>;
}
