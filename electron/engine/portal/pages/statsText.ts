/** What the tracker comes to. Counts are since the engine started. */
export interface SiteFigures {
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly swarms: number;
  readonly peers: number;
  readonly seeders: number;
  readonly announces: number;
  readonly scrapes: number;
  readonly refused: number;
}

/** In the manner of opentracker's `/stats`: peers, seeders and torrents on lines of their own, for scripts that read it. */
export function statsText({ peers, seeders, swarms, version, ...figures }: SiteFigures): string {
  return `${peers}
${seeders}
granary serving ${swarms} torrents
granary ${version}, ${figures.uptimeSeconds} seconds
${figures.announces} announces, ${figures.scrapes} scrapes, ${figures.refused} refused
`;
}
