import { access } from 'node:fs/promises';
import type { ShareProblemCode } from '../../../shared/because.ts';
import type { CommandResult } from '../../../shared/contract.ts';
import type { SourceFile } from '../metainfo/sourceFiles.ts';
import { verifyFiles } from '../metainfo/verifyFiles.ts';
import type { ShareErrorRecord } from '../storage/sharesRepository.ts';
import type { JobContext } from './jobs.ts';
import type { SharedTorrent } from './shareView.ts';

export type Verdict = CommandResult<'shares.verify'>;

export interface VerifyOutcome {
  readonly verdict: Verdict;
  /** Why the share cannot be served, when its bytes are not what they were. */
  readonly problem: (ShareErrorRecord & { readonly code: ShareProblemCode }) | undefined;
  /** The files with the times they have now, which go on record when they are intact. */
  readonly files: readonly SourceFile[];
}

/** Hashes the files of a share again. Rejects with `cancelled` alone: a file that is missing or unreadable is a verdict. */
export async function verifyShare({ info, files }: SharedTorrent, job: JobContext): Promise<VerifyOutcome> {
  const { badPieces, firstBadFile, files: filesNow } = await verifyFiles({ info, files }, job);
  // An empty file that is gone spoils no piece.
  const intact = badPieces.length === 0 && firstBadFile === undefined;
  const verdict = { intact, badPieces: badPieces.length, ...(firstBadFile !== undefined && { firstBadFile }) };
  return { verdict, files: filesNow, problem: intact ? undefined : await problemOf(verdict) };
}

/** Kept with the share: length and time of the files may look right, so only another verification clears it. */
const CONTENT_DIFFERS = 'content-differs';

async function problemOf({ badPieces, firstBadFile }: Verdict): Promise<NonNullable<VerifyOutcome['problem']>> {
  if (firstBadFile !== undefined && !(await isThere(firstBadFile))) {
    return { code: 'path-not-found', message: `${firstBadFile} is not there any more`, file: firstBadFile };
  }
  const extent = badPieces === 0 ? '' : ` (${badPieces} ${badPieces === 1 ? 'piece differs' : 'pieces differ'})`;
  return {
    code: CONTENT_DIFFERS,
    message: `${firstBadFile ?? 'a file'} is not what was shared${extent}`,
    ...(firstBadFile !== undefined && { file: firstBadFile }),
  };
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    // Also a disk that was taken out: whatever the reason, the path leads nowhere.
    return false;
  }
}
