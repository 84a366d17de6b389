import { HardDriveUpload, Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useState } from 'react';
import { Dialog, Modal, ModalOverlay, useFilter } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ShareRow } from '../../shared/rows.ts';
import { classes } from '../components/classes.ts';
import { navigate } from '../routes.ts';
import { safeText } from '../text/safeText.ts';
import { useView } from '../views/useView.ts';
import { closeOverlay, useOverlay } from './overlays.ts';
import { type PaletteItem, usePaletteItems } from './usePaletteItems.ts';

const SHARES_FOUND = 10;
const MAX_QUERY = 200;

/** Ctrl-K: finds views, shares and actions by some letters of their names. */
export function Palette(): ReactNode {
  const { t } = useTranslation('frame');
  const isOpen = useOverlay(({ open }) => open === 'palette');
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) closeOverlay();
      }}
      isDismissable
      className="fixed inset-0 z-40 flex items-start justify-center bg-veil px-4 pt-[10vh] pb-12"
    >
      <Modal className="flex max-h-full w-full max-w-xl">
        <Dialog
          aria-label={t('palette.label')}
          className="flex max-h-full min-h-0 w-full flex-col rounded-lg border border-line bg-surface shadow-raised outline-none"
        >
          <PaletteSearch />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface PaletteSectionItems {
  readonly id: string;
  readonly title: string;
  readonly items: readonly PaletteItem[];
}

/** Mounted with the open dialog, so that it begins empty and looks at shares only while it is seen. */
function PaletteSearch(): ReactNode {
  const { t } = useTranslation('frame');
  const [query, setQuery] = useState('');
  const [wanted, setWanted] = useState<string>();
  const listId = useId();
  const sections = usePaletteSections(query);
  const items = sections.flatMap((section) => section.items);
  // The first one until the person moves on, and again when what was chosen is no longer among the found.
  const active = Math.max(
    0,
    items.findIndex(({ id }) => id === wanted),
  );
  const activeId = items[active] === undefined ? undefined : `${listId}-${items[active].id}`;
  useEffect(() => {
    if (activeId !== undefined) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = indexAfter(event.key, active, items.length);
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(items[active]);
    else if (next !== undefined) setWanted(items[next]?.id);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search aria-hidden size={16} className="shrink-0 text-muted" />
        <input
          role="combobox"
          aria-label={t('palette.label')}
          aria-expanded
          aria-autocomplete="list"
          aria-controls={listId}
          aria-activedescendant={activeId}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          maxLength={MAX_QUERY}
          placeholder={t('palette.placeholder')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setWanted(undefined);
          }}
          onKeyDown={onKeyDown}
          className="min-h-11 min-w-0 flex-1 bg-transparent text-lg outline-none"
        />
      </div>
      <div id={listId} role="listbox" aria-label={t('palette.label')} className="min-h-0 flex-1 overflow-y-auto p-1.5">
        {sections.map((section) => (
          <PaletteSection key={section.id} section={section} listId={listId} activeId={activeId} />
        ))}
      </div>
      <p role="status" className={items.length === 0 ? 'p-4 pt-2 text-center text-muted' : 'sr-only'}>
        {items.length === 0 ? t('palette.nothing') : t('palette.found', { count: items.length })}
      </p>
    </>
  );
}

/** Where a key leads in the list, round its ends; undefined when it does not move. */
function indexAfter(key: string, active: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === 'ArrowDown') return (active + 1) % count;
  return key === 'ArrowUp' ? (active + count - 1) % count : undefined;
}

function choose(item: PaletteItem | undefined): void {
  if (item === undefined) return;
  closeOverlay();
  item.run();
}

interface PaletteSectionProps {
  readonly section: PaletteSectionItems;
  readonly listId: string;
  readonly activeId: string | undefined;
}

function PaletteSection({ section: { id, title, items }, listId, activeId }: PaletteSectionProps): ReactNode {
  const titleId = `${listId}-title-${id}`;
  return (
    <div role="group" aria-labelledby={titleId}>
      <div id={titleId} role="presentation" className="px-2.5 pt-2 pb-1 text-sm text-muted">
        {title}
      </div>
      {items.map((item) => {
        const { id: itemId, label, icon: Icon } = item;
        const isActive = `${listId}-${itemId}` === activeId;
        return (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the focus and handles the keys
          <div
            key={itemId}
            id={`${listId}-${itemId}`}
            role="option"
            aria-selected={isActive}
            onClick={() => choose(item)}
            className={classes(
              'flex min-h-8 cursor-default items-center gap-2.5 rounded-md px-2.5',
              isActive ? 'bg-selected' : 'hover:bg-hover',
            )}
          >
            <Icon aria-hidden size={15} className="shrink-0 text-muted" />
            <bdi className="min-w-0 flex-1 truncate">{label}</bdi>
          </div>
        );
      })}
    </div>
  );
}

function usePaletteSections(query: string): readonly PaletteSectionItems[] {
  const { t } = useTranslation('frame');
  const { contains } = useFilter({ sensitivity: 'base' });
  const { views, actions, settings } = usePaletteItems();
  const text = query.trim();
  const { shares, isOld } = useFoundShares(text);
  const matching = (items: readonly PaletteItem[]): readonly PaletteItem[] =>
    items.filter(({ label }) => contains(label, text));
  return [
    { id: 'views', title: t('palette.views'), items: matching(views) },
    // What an older query found stays only where it answers this one too: Enter takes what is on top.
    { id: 'shares', title: t('palette.shares'), items: isOld ? matching(shares) : shares },
    { id: 'actions', title: t('palette.actions'), items: matching(actions) },
    { id: 'settings', title: t('view.settings'), items: text === '' ? [] : matching(settings) },
  ].filter(({ items }) => items.length > 0);
}

interface FoundShares {
  readonly shares: readonly PaletteItem[];
  /** Whether they are still those of an older query. */
  readonly isOld: boolean;
}

function useFoundShares(filter: string): FoundShares {
  const { rows, isLoading, error } = useView(
    filter === ''
      ? undefined
      : ({
          kind: 'shares',
          sort: { column: 'name', direction: 'ascending' },
          filter,
          window: { first: 0, count: SHARES_FOUND },
        } as const),
  );
  const isOld = isLoading || error !== undefined;
  return useMemo(() => ({ shares: filter === '' ? [] : rows.map(itemOf), isOld }), [filter, rows, isOld]);
}

function itemOf({ key, name }: ShareRow): PaletteItem {
  return {
    id: `share-${key}`,
    label: safeText(name),
    icon: HardDriveUpload,
    run: () => navigate({ view: 'share', infoHash: key, tab: 'peers' }),
  };
}
