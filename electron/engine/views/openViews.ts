import type { ViewDelta, ViewSpec } from '../../../shared/views.ts';
import { GranaryError } from '../errors.ts';
import type { Clock, Logger, Timer } from '../ports.ts';
import type { OpenRowSource } from './rowSource.ts';
import { createToldRows, type ToldRows } from './viewDelta.ts';
import { createViewList, queryOf, type ViewList } from './viewList.ts';

/** The views that one client has open. Nothing is read for them while it is hidden. */
export interface OpenViews {
  /** Tells the first rows before it returns. Throws what the source throws, and `bad-input` for too many. */
  open(view: string, spec: ViewSpec): void;
  /** Tells the rows of now before it returns. Throws `bad-input` for a view that is not open or for another kind. */
  change(view: string, spec: ViewSpec): void;
  /** Closing what is not open is done already. */
  close(view: string): void;
  /** Throws `bad-input` for a view that is not open. */
  keys(view: string, range: { readonly first: number; readonly count: number }): string[];
  setVisible(visible: boolean): void;
  /** Closes them all. */
  stop(): void;
}

export interface OpenViewsDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly openSource: OpenRowSource;
  readonly tell: (delta: ViewDelta) => void;
}

interface View {
  readonly name: string;
  spec: ViewSpec;
  list: ViewList;
  readonly told: ToldRows;
  revision: number;
  readAtMs: number;
  /** Told outside of the tick, which leaves it out the next time: a view is told once a second. */
  isFresh: boolean;
  /** Its last look failed and that was logged. */
  hasFailed: boolean;
}

const TICK_MS = 1000;
/** A window shows a handful of views. */
const MAX_VIEWS = 64;

export function createOpenViews({ clock, logger, openSource, tell }: OpenViewsDeps): OpenViews {
  const views = new Map<string, View>();
  let isVisible = true;
  let timer: Timer | undefined;

  function tellChanges(view: View): void {
    const changes = view.told.changesTo(view.list.page(queryOf(view.spec)));
    if (changes !== undefined) tell({ view: view.name, revision: view.revision, ...changes });
  }

  /** One view that cannot be read does not keep the others from being told. */
  function tellAll(which: (view: View) => boolean): void {
    for (const view of [...views.values()].filter(which)) {
      try {
        refresh(view);
        tellChanges(view);
        view.hasFailed = false;
      } catch (cause) {
        if (!view.hasFailed) logger.log('error', `the view of ${view.spec.kind} cannot be read`, { cause });
        view.hasFailed = true;
      }
    }
  }

  function tick(): void {
    tellAll(({ isFresh }) => !isFresh);
    for (const view of views.values()) view.isFresh = false;
  }

  function updateTimer(): void {
    if (isVisible && views.size > 0) {
      timer ??= clock.every(TICK_MS, tick);
    } else {
      timer?.cancel();
      timer = undefined;
    }
  }

  function find(name: string): View {
    const view = views.get(name);
    if (view === undefined) throw new GranaryError('bad-input', `no view "${name}" is open`);
    return view;
  }

  function refresh(view: View): void {
    view.list.forget();
    view.readAtMs = clock.monotonicMs();
  }

  /** What was read within the last second is good enough for who scrolls. */
  function refreshIfOld(view: View): void {
    if (clock.monotonicMs() - view.readAtMs >= TICK_MS) refresh(view);
  }

  return {
    open(name, spec) {
      if (!views.has(name) && views.size >= MAX_VIEWS) {
        throw new GranaryError('bad-input', `${MAX_VIEWS} views are open, and no more can be`, {
          hint: 'close those that are not looked at',
        });
      }
      const list = createViewList(openSource(spec));
      const told = createToldRows();
      const readAtMs = clock.monotonicMs();
      // The first of them starts the timer, whose first tick is a second away.
      const isFresh = timer !== undefined;
      const view = { name, spec, list, told, revision: 0, readAtMs, isFresh, hasFailed: false };
      if (isVisible) tellChanges(view);
      views.set(name, view);
      updateTimer();
    },
    change(name, spec) {
      const view = find(name);
      if (spec.kind !== view.spec.kind) {
        throw new GranaryError('bad-input', `the view "${name}" stays ${view.spec.kind}`);
      }
      if (isSameSource(view.spec, spec)) refreshIfOld(view);
      else view.list = createViewList(openSource(spec));
      view.spec = spec;
      view.revision += 1;
      view.isFresh = true;
      // What is on its way is of the older revision and will be dropped, so nothing of it counts as told.
      view.told.forget();
      if (isVisible) tellChanges(view);
    },
    close(name) {
      views.delete(name);
      updateTimer();
    },
    keys(name, range) {
      const view = find(name);
      refreshIfOld(view);
      return view.list.keys(queryOf(view.spec), range);
    },
    setVisible(visible) {
      if (visible === isVisible) return;
      isVisible = visible;
      if (isVisible) tellAll(() => true);
      for (const view of views.values()) view.isFresh = false;
      updateTimer();
    },
    stop() {
      views.clear();
      updateTimer();
    },
  };
}

/** Whether the same rows are behind both, however they are sorted, filtered and cut. */
function isSameSource(a: ViewSpec, b: ViewSpec): boolean {
  return sourceOf(a) === sourceOf(b);
}

function sourceOf(spec: ViewSpec): string {
  const infoHash = 'infoHash' in spec ? spec.infoHash : '';
  const kinds = 'kinds' in spec ? spec.kinds : undefined;
  const opened = 'opened' in spec ? spec.opened : undefined;
  const verdict = 'verdict' in spec ? spec.verdict : undefined;
  return JSON.stringify([spec.kind, infoHash, kinds, opened, verdict]);
}
