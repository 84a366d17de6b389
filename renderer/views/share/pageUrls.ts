/** The addresses of a share's page, those that a person can read aloud first: IPv4 before IPv6. */
export function sortedPageUrls(urls: readonly string[]): readonly string[] {
  return [...urls].sort((left, right) => Number(left.includes('[')) - Number(right.includes('[')));
}
