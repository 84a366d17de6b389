import {
  FilePlus2,
  FolderPlus,
  Info,
  Keyboard,
  Languages,
  LogOut,
  type LucideIcon,
  Moon,
  Pause,
  Play,
  Settings,
  Sun,
  SunMoon,
  UserPlus,
  UserRoundPlus,
} from 'lucide-react';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientApi } from '../../shared/contract.ts';
import type { Preferences } from '../../shared/desktop.ts';
import { toast } from '../components/toast.ts';
import { desktop } from '../desktop.ts';
import { useEngine } from '../engine.tsx';
import { usePreferences } from '../preferences.ts';
import { navigate } from '../routes.ts';
import { startShare } from '../startShare.ts';
import { useErrorText } from '../text/errorText.ts';
import { signOut } from '../transports/consoleSession.ts';
import { openPeopleDialog } from '../views/people/peopleDialogs.ts';
import { useSettingTexts } from '../views/settings/settingTexts.ts';
import { useEngineSettings } from '../views/settings/useEngineSettings.ts';
import { isPausable, isResumable } from '../views/shares/pausing.ts';
import { openOverlay } from './overlays.ts';
import { useStatus } from './status.tsx';
import { VIEW_ICONS, VIEW_TITLES, viewsOf } from './viewTitles.ts';

export interface PaletteItem {
  readonly id: string;
  /** May hold text from strangers that was made safe. */
  readonly label: string;
  readonly icon: LucideIcon;
  run(): void;
}

export interface PaletteItems {
  readonly views: readonly PaletteItem[];
  readonly actions: readonly PaletteItem[];
  readonly settings: readonly PaletteItem[];
}

/** Everything but shares that the palette finds, in the order in which it is offered. */
export function usePaletteItems(): PaletteItems {
  const { t } = useTranslation('frame');
  const { call } = useEngine();
  const words = useErrorText();
  const { settings } = useEngineSettings();
  const { titleOf } = useSettingTexts();
  const status = useStatus();
  // Both while the engine has not told.
  const canPause = status === undefined || status.sharesRunning > 0;
  const canResume = status === undefined || status.sharesPaused > 0;
  const policy = status?.policy;
  const hasPeople = (status?.people ?? 0) > 0;
  return useMemo(() => {
    const attempt = (work: Promise<unknown>): void => {
      work.catch((error: unknown) => toast.failure(words(error)));
    };
    return {
      views: viewsOf(policy === undefined ? undefined : { policy, people: hasPeople ? 1 : 0 }).map((view) => ({
        id: `view-${view}`,
        label: t(VIEW_TITLES[view]),
        icon: VIEW_ICONS[view],
        run: () => navigate({ view }),
      })),
      actions: [
        ...shareActions(t),
        ...(canPause ? [pauseAction(t, () => attempt(pauseAll(call)))] : []),
        ...(canResume ? [resumeAction(t, () => attempt(resumeAll(call)))] : []),
        ...(policy === 'private' || hasPeople ? peopleActions(t) : []),
        ...lookActions(t, attempt),
        ...windowActions(t),
      ],
      settings: (settings?.settings ?? []).map(({ key }) => {
        const label = titleOf(key);
        return {
          id: `setting-${key}`,
          label,
          icon: Settings,
          run: () => navigate({ view: 'settings', search: label }),
        };
      }),
    };
  }, [t, call, words, settings, titleOf, canPause, canResume, policy, hasPeople]);
}

type Words = TFunction<'frame'>;
type Attempt = (work: Promise<unknown>) => void;

function shareActions(t: Words): readonly PaletteItem[] {
  const folder: PaletteItem = {
    id: 'share-folder',
    label: t('palette.shareFolder'),
    icon: FolderPlus,
    run: () => void startShare('folder'),
  };
  return [
    { id: 'share-files', label: t('palette.shareFiles'), icon: FilePlus2, run: () => void startShare('files') },
    ...(desktop() === undefined ? [] : [folder]),
  ];
}

function pauseAction(t: Words, run: () => void): PaletteItem {
  return { id: 'pause-all', label: t('palette.pauseAll'), icon: Pause, run };
}

function resumeAction(t: Words, run: () => void): PaletteItem {
  return { id: 'resume-all', label: t('palette.resumeAll'), icon: Play, run };
}

function peopleActions(t: Words): readonly PaletteItem[] {
  const open = (kind: 'add' | 'invite') => (): void => {
    navigate({ view: 'people' });
    openPeopleDialog({ kind });
  };
  return [
    { id: 'add-person', label: t('palette.addPerson'), icon: UserRoundPlus, run: open('add') },
    { id: 'invite', label: t('palette.invite'), icon: UserPlus, run: open('invite') },
  ];
}

function lookActions(t: Words, attempt: Attempt): readonly PaletteItem[] {
  const prefer = (changes: Partial<Preferences>) => (): void => attempt(usePreferences.getState().change(changes));
  return [
    { id: 'theme-light', label: t('palette.themeLight'), icon: Sun, run: prefer({ theme: 'light' }) },
    { id: 'theme-dark', label: t('palette.themeDark'), icon: Moon, run: prefer({ theme: 'dark' }) },
    { id: 'theme-system', label: t('palette.themeSystem'), icon: SunMoon, run: prefer({ theme: 'system' }) },
    { id: 'language-en', label: t('palette.english'), icon: Languages, run: prefer({ language: 'en' }) },
    { id: 'language-de', label: t('palette.german'), icon: Languages, run: prefer({ language: 'de' }) },
    { id: 'language-system', label: t('palette.systemLanguage'), icon: Languages, run: prefer({ language: 'system' }) },
  ];
}

function windowActions(t: Words): readonly PaletteItem[] {
  const leave: PaletteItem = {
    id: 'sign-out',
    label: t('palette.signOut'),
    icon: LogOut,
    // The connection ends with the session, and the window then shows the door.
    run: () => void signOut(),
  };
  return [
    { id: 'shortcuts', label: t('palette.shortcuts'), icon: Keyboard, run: () => openOverlay('shortcuts') },
    { id: 'about', label: t('about.title'), icon: Info, run: () => openOverlay('about') },
    ...(desktop() === undefined ? [leave] : []),
  ];
}

async function pauseAll(call: ClientApi['call']): Promise<void> {
  const { shares } = await call('shares.list', {});
  const running = shares.filter(({ state }) => isPausable(state.kind));
  await Promise.all(running.map(({ infoHash }) => call('shares.pause', { infoHash })));
}

async function resumeAll(call: ClientApi['call']): Promise<void> {
  const { shares } = await call('shares.list', {});
  const paused = shares.filter(({ state }) => isResumable(state.kind));
  await Promise.all(paused.map(({ infoHash }) => call('shares.resume', { infoHash })));
}
