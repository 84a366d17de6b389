import { hostname } from 'node:os';
import type { EngineApi } from '../../shared/contract.ts';
import type { StatusRow } from '../../shared/rows.ts';
import { type ApiEvents, createApiEvents } from './portal/api/apiEvents.ts';
import { createApiServer } from './portal/api/apiServer.ts';
import { type ApiTokens, createApiTokens } from './portal/api/apiTokens.ts';
import { createMetrics } from './portal/api/metrics.ts';
import { postWebhook } from './portal/api/postWebhook.ts';
import { createWebhooks, type Webhooks } from './portal/api/webhooks.ts';
import type { EventBus } from './eventBus.ts';
import type { People } from './people/people.ts';
import { ownNames } from './portal/ownSite.ts';
import { createDoorPages } from './portal/pages/doorPages.ts';
import { createPublishPages } from './portal/pages/publishPages.ts';
import { createSitePages } from './portal/pages/sitePages.ts';
import { createPublishing } from './portal/publishing.ts';
import { createSiteCatalogue } from './portal/siteCatalogue.ts';
import { createSiteListed } from './portal/siteListed.ts';
import { createSiteDoor } from './portal/siteDoor.ts';
import { createTrackerSite, type TrackerSite } from './portal/trackerSite.ts';
import type { Ports } from './ports.ts';
import type { SettingsStore } from './settings/settingsStore.ts';
import type { PersonalLinks } from './shares/personalLinks.ts';
import type { ShareLibrary } from './shares/shareLibrary.ts';
import type { ShareLinks } from './shares/shareLinks.ts';
import type { TorrentList } from './policy/torrentList.ts';
import type { Storage } from './storage/storage.ts';
import type { StopStack } from './system/stopStack.ts';
import type { Tracker } from './tracker/tracker.ts';
import type { OpenRowSource } from './views/rowSource.ts';

/** What programs are let in by and told, before there is a tracker to tell of. */
export interface ApiParts {
  readonly tokens: ApiTokens;
  readonly apiEvents: ApiEvents;
  readonly webhooks: Webhooks;
}

export interface ApiPartsDeps {
  readonly ports: Ports;
  readonly storage: Storage;
  readonly events: EventBus;
}

export function createApiParts({ ports, storage, events }: ApiPartsDeps, stops: StopStack): ApiParts {
  const { api: repository } = storage;
  const apiEvents = createApiEvents({ ...ports, events });
  stops.add(async () => apiEvents.stop());
  const webhooks = createWebhooks({ ...ports, repository, events: apiEvents, post: postWebhook });
  stops.add(async () => webhooks.stop());
  return { tokens: createApiTokens({ ...ports, repository }), apiEvents, webhooks };
}

export interface SitePartsDeps extends ApiParts {
  readonly ports: Ports;
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly settings: SettingsStore;
  readonly library: ShareLibrary;
  readonly tracker: Tracker;
  readonly api: EngineApi;
  readonly openSource: OpenRowSource;
  readonly people: People;
  readonly personalLinks: PersonalLinks;
  readonly links: ShareLinks;
  readonly torrentList: TorrentList;
  readonly isServedAddress: (address: string) => boolean;
}

/** What the tracker's port serves besides announces. */
export function createSite(deps: SitePartsDeps, stops: StopStack): TrackerSite {
  const { ports, version, settings, library, tracker, people, openSource, apiEvents: events } = deps;
  const { clock, logger } = ports;
  const status = (): StatusRow => {
    const source = openSource({ kind: 'status' });
    return source.rowOf(source.items()[0]) as StatusRow;
  };
  const uptimeSeconds = (): number => Math.round((clock.now() - deps.startedAt) / 1000);
  const isPrivate = (): boolean => settings.live().policy === 'private';
  const door = createSiteDoor({ ...ports, people, isPrivate });
  const listed = createSiteListed({
    torrentList: deps.torrentList,
    isShared: library.has,
    tracker,
    isOn: () => isPrivate() || settings.live().policy === 'listed',
  });
  const catalogue = createSiteCatalogue({ ...deps, groups: people.groups, listed });
  const publishing = createPublishing({ ...deps, catalogue, isShared: library.has });
  const isOn = (): boolean => settings.live().portal;
  const site = createTrackerSite({
    clock,
    logger,
    isServedAddress: deps.isServedAddress,
    names: () => [...ownNames(hostname()), ...settings.live().portalNames],
    parts: [
      createSitePages({
        clock,
        logger,
        door,
        catalogue,
        publishing,
        isOn,
        figures: () => ({ version, uptimeSeconds: uptimeSeconds(), ...tracker.totals() }),
      }),
      createDoorPages({ clock, logger, door, people }),
      createPublishPages({ door, publishing, catalogue, isOn }),
      createApiServer({ ...deps, clock, logger, events }),
      createMetrics({
        ...deps,
        clock,
        events,
        status,
        shareStates: () => library.entries().map(({ session }) => session.state.kind),
      }),
    ],
  });
  stops.add(() => site.stop());
  return site;
}
