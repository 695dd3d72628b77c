import type { PortMap, PortMapListener, PortMapOrigin, PortMapProcess } from '../../src/core/portMap/portMap';
import type { ChartModel } from '../model';
import type { Subject } from '../subject';

export type Item =
  | { readonly level: 'origin'; readonly item: PortMapOrigin }
  | { readonly level: 'process'; readonly item: PortMapProcess; readonly origin: PortMapOrigin }
  | {
      readonly level: 'listener';
      readonly item: PortMapListener;
      readonly process: PortMapProcess;
      readonly origin: PortMapOrigin;
    };

/** Everything on the map by its key. */
export function itemsOf({ origins }: PortMap): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const origin of origins) {
    items.set(origin.key, { level: 'origin', item: origin });
    for (const process of origin.processes) {
      items.set(process.key, { level: 'process', item: process, origin });
      for (const item of process.listeners) items.set(item.key, { level: 'listener', item, process, origin });
    }
  }
  return items;
}

/** What selecting the mark selects; `undefined` for what cannot be selected, such as a far address. */
export function subjectOf(found: Item): Subject | undefined {
  const [kind, id] =
    found.level === 'origin'
      ? (['origin', found.item.origin ?? undefined] as const)
      : found.level === 'process'
        ? (['process', found.item.processes[0]] as const)
        : (['socket', found.item.ids[0]] as const);
  return id === undefined ? undefined : { kind, id };
}

/** Ids of the sockets that an action on the mark is about: its listeners, or else what its process holds. */
export function socketsOf(found: Item | undefined, model: Pick<ChartModel, 'heldBy'>): readonly string[] {
  if (!found || found.level === 'origin' || found.item.folded > 0) return [];
  if (found.level === 'listener') return found.item.ids;
  const { listeners, processes } = found.item;
  const ids = listeners.flatMap((listener) => listener.ids);
  return ids.length > 0 ? ids : processes.flatMap((process) => [...model.heldBy(process)].slice(0, 1));
}

/**
 * What VS Code's own context menu is about: https://code.visualstudio.com/api/extension-guides/webview#context-menus
 * `null`: nothing that could be acted on.
 */
export function menuContext(
  found: Item | undefined,
  model: Pick<ChartModel, 'heldBy' | 'rows'>,
): string | null {
  const [id] = socketsOf(found, model);
  const row = id === undefined ? undefined : model.rows.get(id);
  if (!row) return null;
  return JSON.stringify({
    webviewSection: 'socket',
    portolanSocket: row.id,
    portolanActions: row.actions.join(' '),
    preventDefaultContextMenuItems: true,
  });
}
