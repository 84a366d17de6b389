import type { SiteFigures } from './sitePages.ts';

/** In the manner of opentracker's `/stats`: peers, seeders and torrents on lines of their own, for scripts that read it. */
export function statsText({ peers, seeders, swarms, version, ...figures }: SiteFigures): string {
  return `${peers}
${seeders}
granary serving ${swarms} torrents
granary ${version}, ${figures.uptimeSeconds} seconds
${figures.announces} announces, ${figures.scrapes} scrapes, ${figures.refused} refused
`;
}
