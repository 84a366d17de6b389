import {
  ArrowDownToLine,
  CircleCheckBig,
  CirclePause,
  CirclePlay,
  CirclePower,
  CircleStop,
  CircleX,
  Info,
  type LucideIcon,
  Network,
  OctagonX,
  PackageMinus,
  PackagePlus,
  SlidersHorizontal,
  Users,
} from 'lucide-react';
import type { ActivityKind } from '../../../shared/activityKinds.ts';

/** What each kind looks like and is called in the filter. */
export const KIND_ICONS: Readonly<Record<ActivityKind, LucideIcon>> = {
  'engine-started': CirclePower,
  'engine-stopped': CircleStop,
  'share-created': PackagePlus,
  'share-removed': PackageMinus,
  'share-paused': CirclePause,
  'share-resumed': CirclePlay,
  'share-failed': CircleX,
  'share-verified': CircleCheckBig,
  'peer-finished': ArrowDownToLine,
  'everyone-has-it': Users,
  'address-changed': Network,
  'announce-refused': OctagonX,
  'setting-changed': SlidersHorizontal,
  notice: Info,
};

export const KIND_NAMES = {
  'engine-started': 'kind.engineStarted',
  'engine-stopped': 'kind.engineStopped',
  'share-created': 'kind.shareCreated',
  'share-removed': 'kind.shareRemoved',
  'share-paused': 'kind.sharePaused',
  'share-resumed': 'kind.shareResumed',
  'share-failed': 'kind.shareFailed',
  'share-verified': 'kind.shareVerified',
  'peer-finished': 'kind.peerFinished',
  'everyone-has-it': 'kind.everyoneHasIt',
  'address-changed': 'kind.addressChanged',
  'announce-refused': 'kind.announceRefused',
  'setting-changed': 'kind.settingChanged',
  notice: 'kind.notice',
} as const satisfies Record<ActivityKind, string>;
