/** Where a tracker is spoken to, and from which address of this machine. */
export interface Place {
  readonly host: string;
  readonly port: number;
  /** Whatever the system chooses when undefined. */
  readonly from: string | undefined;
}
