import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../components/Dialog.tsx';
import { SHORTCUTS, type Shortcut, type ShortcutId } from '../shortcuts.ts';
import { closeOverlay, useOverlay } from './overlays.ts';
import { shownKeys } from './shownKeys.ts';

const WORDS = {
  shares: 'shortcut.shares',
  tracker: 'shortcut.tracker',
  activity: 'shortcut.activity',
  settings: 'shortcut.settings',
  people: 'shortcut.people',
  palette: 'shortcut.palette',
  'share-files': 'shortcut.shareFiles',
  filter: 'shortcut.filter',
  shortcuts: 'shortcut.shortcuts',
  notices: 'shortcut.notices',
  row: 'shortcut.row',
  cell: 'shortcut.cell',
  open: 'shortcut.open',
  select: 'shortcut.select',
  range: 'shortcut.range',
  all: 'shortcut.all',
  menu: 'shortcut.menu',
  sort: 'shortcut.sort',
  resize: 'shortcut.resize',
} as const satisfies Record<ShortcutId, string>;

const GROUPS = { go: 'shortcuts.go', do: 'shortcuts.do', table: 'shortcuts.table' } as const satisfies Record<
  Shortcut['group'],
  string
>;

/** What the keyboard can do; `?` opens it. */
export function ShortcutsOverlay(): ReactNode {
  const { t } = useTranslation('frame');
  const isOpen = useOverlay(({ open }) => open === 'shortcuts');
  return (
    <Dialog title={t('shortcuts.title')} isOpen={isOpen} onClose={closeOverlay} size="large">
      <div className="grid grid-cols-[repeat(auto-fit,minmax(18rem,1fr))] gap-x-8 gap-y-4">
        <div className="flex flex-col gap-4">
          <Group group="go" />
          <Group group="do" />
        </div>
        <Group group="table" />
      </div>
    </Dialog>
  );
}

function Group({ group }: { readonly group: Shortcut['group'] }): ReactNode {
  const { t } = useTranslation('frame');
  return (
    <section>
      <h3 className="mb-1 text-sm text-muted">{t(GROUPS[group])}</h3>
      <dl>
        {SHORTCUTS.filter((shortcut) => shortcut.group === group).map(({ id, keys: [first] }) => (
          <div key={id} className="flex min-h-7 items-center justify-between gap-3 border-b border-line">
            <dt>{t(WORDS[id])}</dt>
            <dd>
              <Keys shown={shownKeys(first, t)} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Keys({ shown }: { readonly shown: readonly string[] }): ReactNode {
  return (
    <span className="flex gap-1">
      {shown.map((key) => (
        <kbd key={key} className="rounded-sm border border-field bg-canvas px-1.5 font-sans text-sm whitespace-nowrap">
          {key}
        </kbd>
      ))}
    </span>
  );
}
