import { useSyncExternalStore } from 'react';

/** Where in the window one is; kept in the address after `#`, so that back, forward and a reload work. */
export type Route =
  | { readonly view: 'shares' }
  | { readonly view: 'share'; readonly infoHash: string; readonly tab: ShareTab }
  /** The swarms where no tab is named. */
  | { readonly view: 'tracker'; readonly tab?: TrackerTab }
  | { readonly view: 'swarm'; readonly infoHash: string }
  | { readonly view: 'people'; readonly tab?: PeopleTab }
  | { readonly view: 'person'; readonly person: string }
  | { readonly view: 'activity' }
  /** `search` shows only what matches. */
  | { readonly view: 'settings'; readonly search?: string };

export const SHARE_TABS = ['peers', 'pieces', 'files', 'discovery', 'rates', 'about'] as const;
export type ShareTab = (typeof SHARE_TABS)[number];

export const PEOPLE_TABS = ['people', 'invitations', 'groups'] as const;
export type PeopleTab = (typeof PEOPLE_TABS)[number];

export const TRACKER_TABS = ['swarms', 'list', 'refused'] as const;
export type TrackerTab = (typeof TRACKER_TABS)[number];

const HOME: Route = { view: 'shares' };
const INFO_HASH = /^[0-9a-f]{40}$/;
const ROW_KEY = /^\d{1,15}$/;

/** Reads an address; anything that is none is the home view. */
export function parseRoute(hash: string): Route {
  const [view, detail, tab] = hash.replace(/^#?\/?/, '').split('/');
  switch (view) {
    case 'shares':
      if (detail === undefined || !INFO_HASH.test(detail)) return HOME;
      return { view: 'share', infoHash: detail, tab: SHARE_TABS.find((known) => known === tab) ?? 'peers' };
    case 'tracker':
      return trackerRoute(detail);
    case 'settings':
      return detail === undefined ? { view } : { view, search: decoded(detail) };
    case 'people':
      return peopleRoute(detail);
    case 'activity':
      return { view };
    default:
      return HOME;
  }
}

function trackerRoute(detail: string | undefined): Route {
  if (detail !== undefined && INFO_HASH.test(detail)) return { view: 'swarm', infoHash: detail };
  const tab = TRACKER_TABS.find((known) => known === detail);
  return tab === undefined ? { view: 'tracker' } : { view: 'tracker', tab };
}

/** Address of a route, to be used in links as well. */
export function routeHash(route: Route): string {
  switch (route.view) {
    case 'share':
      return `#/shares/${route.infoHash}/${route.tab}`;
    case 'tracker':
      return route.tab === undefined ? '#/tracker' : `#/tracker/${route.tab}`;
    case 'swarm':
      return `#/tracker/${route.infoHash}`;
    case 'people':
      return route.tab === undefined || route.tab === 'people' ? '#/people' : `#/people/${route.tab}`;
    case 'person':
      return `#/people/${route.person}`;
    case 'settings':
      return route.search === undefined ? '#/settings' : `#/settings/${encodeURIComponent(route.search)}`;
    default:
      return `#/${route.view}`;
  }
}

function peopleRoute(detail: string | undefined): Route {
  if (detail !== undefined && ROW_KEY.test(detail)) return { view: 'person', person: detail };
  const tab = PEOPLE_TABS.find((known) => known === detail);
  return tab === undefined ? { view: 'people' } : { view: 'people', tab };
}

/** As it is where it is no valid escape: an address may have been typed. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function navigate(route: Route): void {
  const hash = routeHash(route);
  if (window.location.hash !== hash) window.location.hash = hash;
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return parseRoute(hash);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
