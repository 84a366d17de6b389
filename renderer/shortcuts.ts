import { startShare } from './startShare.ts';
import { openOverlay } from './frame/overlays.ts';
import { navigate } from './routes.ts';

/** Everything the keyboard does in the whole window; the overlay that `?` opens shows this table. */
export interface Shortcut {
  readonly id: ShortcutId;
  /** In tinykeys' words; `$mod` is Ctrl, or Command on a Mac. The first is shown. */
  readonly keys: readonly [string, ...string[]];
  readonly group: 'go' | 'do' | 'table';
  /** Absent where a part of the window handles the key itself, and the overlay only shows it. */
  readonly run?: () => void;
}

export const SHORTCUT_IDS = [
  'shares',
  'tracker',
  'activity',
  'settings',
  'people',
  'palette',
  'share-files',
  'filter',
  'shortcuts',
  'notices',
  'row',
  'cell',
  'open',
  'select',
  'range',
  'all',
  'menu',
  'sort',
  'resize',
] as const;
export type ShortcutId = (typeof SHORTCUT_IDS)[number];

export const SHORTCUTS: readonly Shortcut[] = [
  { id: 'shares', keys: ['Alt+1'], group: 'go', run: () => navigate({ view: 'shares' }) },
  { id: 'tracker', keys: ['Alt+2'], group: 'go', run: () => navigate({ view: 'tracker' }) },
  { id: 'activity', keys: ['Alt+3'], group: 'go', run: () => navigate({ view: 'activity' }) },
  { id: 'settings', keys: ['Alt+4', '$mod+,'], group: 'go', run: () => navigate({ view: 'settings' }) },
  // Not a number between the others: the view is not always there, and theirs stay the same.
  { id: 'people', keys: ['Alt+5'], group: 'go', run: () => navigate({ view: 'people' }) },
  { id: 'palette', keys: ['$mod+k'], group: 'do', run: () => openOverlay('palette') },
  // Browsers keep Ctrl-N for themselves, so there is a second one.
  { id: 'share-files', keys: ['$mod+n', 'Alt+n'], group: 'do', run: () => void startShare() },
  { id: 'filter', keys: ['$mod+f'], group: 'do', run: focusFilter },
  { id: 'shortcuts', keys: ['[Shift]+?'], group: 'do', run: () => openOverlay('shortcuts') },
  { id: 'notices', keys: ['F6'], group: 'do' },
  { id: 'row', keys: ['ArrowDown'], group: 'table' },
  { id: 'cell', keys: ['ArrowRight'], group: 'table' },
  { id: 'open', keys: ['Enter'], group: 'table' },
  { id: 'select', keys: ['Space'], group: 'table' },
  { id: 'range', keys: ['Shift+ArrowDown'], group: 'table' },
  { id: 'all', keys: ['$mod+a'], group: 'table' },
  { id: 'menu', keys: ['Shift+F10'], group: 'table' },
  { id: 'sort', keys: ['Enter'], group: 'table' },
  { id: 'resize', keys: ['Shift+ArrowRight'], group: 'table' },
];

/** The filter box of the view, if it has one; it is the only one with this attribute on the page. */
function focusFilter(): void {
  const box = document.querySelector<HTMLInputElement>('main [data-filter-box]');
  box?.focus();
  box?.select();
}
