import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '../components/classes.ts';
import { useEngine } from '../engine.tsx';
import { type Route, useRoute } from '../routes.ts';
import { closeCreateDialog, useCreateDialog } from '../startShare.ts';
import { ActivityView } from '../views/activity/ActivityView.tsx';
import { CreateShareDialog } from '../views/create/CreateShareDialog.tsx';
import { PeopleDialogs } from '../views/people/PeopleDialogs.tsx';
import { PeopleView } from '../views/people/PeopleView.tsx';
import { PersonPage } from '../views/people/PersonPage.tsx';
import { SettingsView } from '../views/settings/SettingsView.tsx';
import { SharePage } from '../views/share/SharePage.tsx';
import { SharesView } from '../views/shares/SharesView.tsx';
import { SwarmPage } from '../views/tracker/SwarmPage.tsx';
import { TrackerView } from '../views/tracker/TrackerView.tsx';
import { AboutDialog } from './AboutDialog.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { DropTarget } from './DropTarget.tsx';
import { Palette } from './Palette.tsx';
import { Rail, viewOf } from './Rail.tsx';
import { ShortcutsOverlay } from './ShortcutsOverlay.tsx';
import { StatusBar } from './StatusBar.tsx';
import { StatusProvider } from './status.tsx';
import { useDesktopRequests } from './useDesktopRequests.ts';
import { useNotices } from './useNotices.ts';
import { useShortcuts } from './useShortcuts.ts';
import { VIEW_TITLES } from './viewTitles.ts';

/** Rail, view and status bar, and everything that may lie over them. */
export function Frame(): ReactNode {
  const { t } = useTranslation('frame');
  const { state } = useEngine();
  const route = useRoute();
  useShortcuts();
  useDesktopRequests();
  useNotices();
  useTitle(t(VIEW_TITLES[viewOf(route)]));
  const isStale = state.kind === 'disconnected' || state.kind === 'engine';
  return (
    <StatusProvider>
      <div className="grid h-full grid-cols-[11.5rem_minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto]">
        <Rail />
        <main className="flex min-h-0 min-w-0 flex-col">
          <ConnectionBanner />
          <div className={classes('flex min-h-0 min-w-0 flex-1 flex-col', isStale && 'grayscale')}>
            <View route={route} />
          </div>
        </main>
        <StatusBar />
      </div>
      <CreateShare />
      <PeopleDialogs />
      <Palette />
      <ShortcutsOverlay />
      <AboutDialog />
      <DropTarget />
    </StatusProvider>
  );
}

function View({ route }: { readonly route: Route }): ReactNode {
  switch (route.view) {
    case 'shares':
      return <SharesView />;
    case 'share':
      return <SharePage key={route.infoHash} infoHash={route.infoHash} tab={route.tab} />;
    case 'tracker':
      return <TrackerView tab={route.tab ?? 'swarms'} />;
    case 'swarm':
      return <SwarmPage key={route.infoHash} infoHash={route.infoHash} />;
    case 'people':
      return <PeopleView tab={route.tab ?? 'people'} />;
    case 'person':
      return <PersonPage key={route.person} person={route.person} />;
    case 'activity':
      return <ActivityView />;
    case 'settings':
      return (
        <SettingsView key={route.search ?? ''} {...(route.search === undefined ? {} : { startWith: route.search })} />
      );
  }
}

function CreateShare(): ReactNode {
  const { isOpen, paths, opened } = useCreateDialog();
  return <CreateShareDialog key={opened} isOpen={isOpen} paths={paths} onClose={closeCreateDialog} />;
}

function useTitle(view: string): void {
  useEffect(() => {
    document.title = `${view} · Granary`;
  }, [view]);
}
