/** How something is to be shared, as far as a person has said so. */
export interface ShareOptions {
  /** Absent: the name of the file or folder. */
  readonly name?: string;
  readonly isPrivate: boolean;
  readonly comment: string;
  /** Bytes; absent: chosen from the size. */
  readonly pieceLength?: number;
}

export const STANDARD_OPTIONS: ShareOptions = { isPrivate: false, comment: '' };
