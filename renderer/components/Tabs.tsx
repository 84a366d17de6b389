import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';
import { useFormat } from '../text/format.ts';

export interface TabItem<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly count?: number;
}

export interface TabsProps<Id extends string> {
  readonly label: string;
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
  readonly tabs: readonly TabItem<Id>[];
  /** The panel of the selected tab. */
  readonly children: ReactNode;
}

/** Tabs that fill the height they are given; the panel scrolls on its own. */
export function Tabs<Id extends string>({ label, selected, onSelect, tabs, children }: TabsProps<Id>): ReactNode {
  const format = useFormat();
  const select = (key: unknown): void => {
    const tab = tabs.find(({ id }) => id === key);
    if (tab !== undefined) onSelect(tab.id);
  };
  return (
    // What is inside shows where the keyboard is.
    <AriaTabs selectedKey={selected} onSelectionChange={select} className="flex min-h-0 flex-1 flex-col outline-none">
      <TabList
        aria-label={label}
        className="flex shrink-0 gap-5 overflow-x-auto overflow-y-hidden border-b border-line px-5"
      >
        {tabs.map(({ id, title, count }) => (
          <Tab
            key={id}
            id={id}
            className="flex min-h-8 shrink-0 cursor-default items-center gap-1.5 border-b-2 border-transparent text-muted -outline-offset-2 hover:text-ink forced-colors:not-data-selected:border-canvas selected:border-accent selected:font-semibold selected:text-ink"
          >
            {title}
            {count === undefined ? null : (
              <span className="figures text-sm font-normal text-muted">{format.count(count)}</span>
            )}
          </Tab>
        ))}
      </TabList>
      <TabPanel key={selected} id={selected} className="flex min-h-0 flex-1 flex-col -outline-offset-2">
        {children}
      </TabPanel>
    </AriaTabs>
  );
}
