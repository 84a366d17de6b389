import type { Mutable } from '../../shared/mutable.ts';
import type { LiveConfig } from './config.ts';
import { rangesOf } from './policy/addressGate.ts';
import { NO_RANGES } from './policy/addressRanges.ts';
import type { SettingsStore } from './settings/settingsStore.ts';
import type { HttpOptions } from './tracker/httpOptions.ts';

/** What a person set about announces and scrapes, as it is at this moment. */
export interface HttpSettings {
  readonly options: HttpOptions;
  maxAnnouncesPerSecond(): number;
  stop(): void;
}

export function createHttpSettings(settings: Pick<SettingsStore, 'live' | 'onLiveChange'>): HttpSettings {
  let live = settings.live();
  let proxies = NO_RANGES;
  const options: Mutable<HttpOptions> = {
    hasProxies: false,
    isProxy: (address) => proxies.holds(address),
    fullScrape: false,
  };

  function takeUp(now: LiveConfig): void {
    live = now;
    proxies = rangesOf(now.proxies);
    options.hasProxies = proxies.count > 0;
    options.fullScrape = now.fullScrape;
  }

  takeUp(live);
  const stop = settings.onLiveChange(takeUp);
  return {
    options,
    maxAnnouncesPerSecond: () => live.maxAnnounceRate,
    stop,
  };
}
