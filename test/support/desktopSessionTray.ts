import type { DbusAnswer, DbusConnection } from './dbus/connection.ts';
import { type DbusMessage, type DbusValue, list, properties, type Variant } from './dbus/wire.ts';
import { eventually } from './eventually.ts';

/** The place beside the clock as KDE and GNOME's extension have it: org.kde.StatusNotifierItem, and menus by com.canonical.dbusmenu. */

export interface SessionTray {
  /** Icons that are there. */
  items(): readonly string[];
  toolTip(): Promise<string>;
  /** What the menu of the icon says, from top to bottom; separators are left out. */
  menu(): Promise<readonly TrayMenuEntry[]>;
  /** Chooses the entry of the menu with this label. */
  choose(label: string): Promise<void>;
  /** Clicks on the icon itself. */
  click(): Promise<void>;
}

export interface TrayMenuEntry {
  readonly id: number;
  readonly label: string;
  readonly isEnabled: boolean;
}

export const TRAY_WATCHER = 'org.kde.StatusNotifierWatcher';

const ITEM = 'org.kde.StatusNotifierItem';
const MENU = 'com.canonical.dbusmenu';
const PROPERTIES = 'org.freedesktop.DBus.Properties';

interface Item {
  readonly destination: string;
  readonly path: string;
}

export function createSessionTray({ bus }: { readonly bus: () => DbusConnection }): SessionTray & {
  /** To calls that are for the tray. */
  answer(call: DbusMessage): DbusAnswer | undefined;
} {
  const items: Item[] = [];

  async function item(): Promise<Item> {
    return eventually(() => items.at(-1), { what: 'an icon beside the clock' });
  }

  async function property(name: string): Promise<DbusValue> {
    const [variant] = await bus().call({
      ...(await item()),
      ...{ interface: PROPERTIES, member: 'Get', signature: 'ss', body: [ITEM, name] },
    });
    return (variant as Variant).value;
  }

  async function menu(): Promise<readonly TrayMenuEntry[]> {
    const { destination } = await item();
    const path = String(await property('Menu'));
    const [, root] = await bus().call({
      ...{ destination, path, interface: MENU, member: 'GetLayout' },
      ...{ signature: 'iias', body: [0, -1, []] },
    });
    return list(list(root)[2])
      .map(entryOf)
      .filter(({ label }) => label !== '');
  }

  return {
    items: () => items.map(({ destination, path }) => `${destination}${path}`),
    async toolTip() {
      const [, , title, text] = list(await property('ToolTip'));
      return [title, text].filter(Boolean).join('\n');
    },
    menu,
    async choose(label) {
      const entry = (await menu()).find((one) => one.label === label);
      if (entry === undefined) throw new Error(`the menu has no entry ${label}`);
      const { destination } = await item();
      await bus().call({
        ...{ destination, path: String(await property('Menu')), interface: MENU, member: 'Event' },
        ...{ signature: 'isvu', body: [entry.id, 'clicked', { signature: 'i', value: 0 }, 0] },
      });
    },
    async click() {
      await bus().call({
        ...(await item()),
        ...{ interface: ITEM, member: 'Activate', signature: 'ii', body: [0, 0] },
      });
    },
    answer({ interface: called, member, body, sender }) {
      if (called === TRAY_WATCHER && member === 'RegisterStatusNotifierItem') {
        items.push(registered(String(body[0]), sender ?? ''));
        return { signature: '', body: [] };
      }
      if (called !== PROPERTIES || body[0] !== TRAY_WATCHER) return undefined;
      const known: Readonly<Record<string, Variant>> = {
        IsStatusNotifierHostRegistered: { signature: 'b', value: true },
        RegisteredStatusNotifierItems: { signature: 'as', value: items.map((one) => `${one.destination}${one.path}`) },
        ProtocolVersion: { signature: 'i', value: 0 },
      };
      if (member === 'GetAll') return { signature: 'a{sv}', body: [Object.entries(known)] };
      const value = known[String(body[1])];
      return value && { signature: 'v', body: [value] };
    },
  };
}

/** Some give a name on the bus, some the path of the icon at their own name. */
function registered(given: string, sender: string): Item {
  return given.startsWith('/')
    ? { destination: sender, path: given }
    : { destination: given, path: '/StatusNotifierItem' };
}

function entryOf(entry: DbusValue): TrayMenuEntry {
  const [id, told] = list((entry as Variant).value);
  const { label = '', enabled = true, type, visible = true } = properties(told);
  const isShown = type !== 'separator' && visible === true;
  // An underscore marks the next letter as a key of the menu; a doubled one is one.
  const plain = String(label).replaceAll(/_(.)/gu, '$1');
  return { id: Number(id), label: isShown ? plain : '', isEnabled: enabled === true };
}
