import type { BlockLayout } from './blockRequests.ts';

/** A program that seeds the big file on loopback. */
export interface SeedTarget extends BlockLayout {
  readonly name: string;
  readonly processId: number;
  readonly host: string;
  readonly port: number;
  readonly infoHash: string;
}
