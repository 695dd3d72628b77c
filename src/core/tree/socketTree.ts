import type { Filter } from '../filter/filter';
import { socketFilter } from '../filter/socketFilter';
import { actionContext } from '../listing/actionSubject';
import { type HideRule, hides } from '../listing/hideRules';
import { type ListenerRow, listenerRows } from '../listing/listenerRows';
import {
  type Place,
  placeIn,
  placeKind,
  placeNote,
  placeOrder,
  placeTitle,
  startedHere,
} from '../listing/place';
import type { Origin } from '../origins/origin';
import type { Snapshot } from '../snapshot/snapshot';
import { describeOrigin, describeOriginDetail } from '../text/describe';
import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';
import { compare } from '../values/compare';
import { groupedBy } from '../values/groupedBy';
import { groupNode, listenerNode, paged, path, type Setting, type TreeIcon, type TreeNode } from './treeNode';

export const GROUPING_IDS = ['origin', 'port', 'flat'] as const;

export type Grouping = (typeof GROUPING_IDS)[number];

export interface SocketTree {
  readonly roots: readonly TreeNode[];
  readonly byId: ReadonlyMap<string, TreeNode>;
  /** The parent of each node, by the node's id; roots are left out. */
  readonly parents: ReadonlyMap<string, TreeNode>;
  /** Rows shown; kept back by hide rules; kept back by the filter. */
  readonly counts: { readonly shown: number; readonly hidden: number; readonly filtered: number };
  /** Listeners of this workspace's folders, terminals and tasks, hidden ones left out, whatever the filter. */
  readonly inWorkspace: number;
}

export interface TreeOptions {
  readonly grouping: Grouping;
  /** `parseFilter`'s; without terms all rows show. */
  readonly filter: Filter;
  readonly hide: readonly HideRule[];
  /** Whether the person trusts this workspace. */
  readonly isTrusted: boolean;
}

export function socketTree(snapshot: Snapshot, options: TreeOptions, t: Translate): SocketTree {
  const rows = listenerRows(snapshot);
  const unhidden = rows.filter((row) => !isHidden(row, options.hide));
  const shown = filtered(unhidden, options.filter, snapshot, t);
  const { grouping, isTrusted } = options;
  const setting = { snapshot, context: actionContext(snapshot, { isTrusted }), t };
  const roots = paged(grouping, GROUPINGS[grouping](shown, setting), t);
  return {
    roots,
    ...indexed(roots),
    counts: {
      shown: shown.length,
      hidden: rows.length - unhidden.length,
      filtered: unhidden.length - shown.length,
    },
    inWorkspace: unhidden.filter((row) => startedHere(row.origin)).length,
  };
}

/** A row shows if the filter matches one of its sockets, considering only the holders that the row names. */
function filtered(
  rows: readonly ListenerRow[],
  filter: Filter,
  snapshot: Snapshot,
  t: Translate,
): readonly ListenerRow[] {
  if (filter.terms.length === 0) return rows;
  const matches = socketFilter(filter, snapshot, t);
  return rows.filter(({ sockets, lead, others, origin }) =>
    sockets.some((socket) => matches(socket, { holders: lead ? [lead, ...others] : [], origin })),
  );
}

function indexed(roots: readonly TreeNode[]): Pick<SocketTree, 'byId' | 'parents'> {
  const byId = new Map<string, TreeNode>();
  const parents = new Map<string, TreeNode>();
  const add = (node: TreeNode, parent: TreeNode | undefined): void => {
    byId.set(node.id, node);
    if (parent) parents.set(node.id, parent);
    for (const child of node.children) add(child, node);
  };
  for (const root of roots) add(root, undefined);
  return { byId, parents };
}

const isHidden = ({ sockets, lead }: ListenerRow, rules: readonly HideRule[]): boolean =>
  rules.some((rule) => hides(rule, sockets[0], lead));

const GROUPINGS: Record<Grouping, (rows: readonly ListenerRow[], setting: Setting) => TreeNode[]> = {
  origin: (rows, setting) => {
    const places = groupedBy(rows, (row) => placeOfRow(row, setting.snapshot));
    const order = placeOrder(setting.snapshot.folders);
    return [...places]
      .sort(([a], [b]) => order(a) - order(b) || compare(a, b))
      .map(([place, placed]) => placeNode(place, placed, setting));
  },
  // A port that only one holds needs no node around its row.
  port: (rows, setting) => {
    const ports = groupedBy(rows, (row) => String(row.port ?? 'unix'));
    return [...ports].flatMap(([port, held]) => portNodes(port, held, setting));
  },
  flat: (rows, setting) => rows.map((row) => listenerNode('flat', row, setting, true)),
};

const placeOfRow = ({ origin, lead, sockets: [first] }: ListenerRow, { machine }: Snapshot): Place =>
  placeIn(placeKind(origin, lead ? lead.uid : first.uid, machine.uid), origin?.folder);

function placeNode(place: Place, rows: readonly ListenerRow[], setting: Setting): TreeNode {
  const { t } = setting;
  const id = path('origin', place);
  const origins = groupedBy(rows, (row) => row.origin?.id ?? '');
  const children = [...origins].flatMap(([, ofOrigin]) => {
    const origin = ofOrigin[0].origin;
    return origin ? [originNode(id, place, origin, ofOrigin, setting)] : [];
  });
  const bare = (origins.get('') ?? []).map((row) => listenerNode(id, row, setting, false));
  return groupNode(
    {
      id,
      label: placeTitle(place, setting.snapshot.folders, t),
      icon: place.startsWith('folder:') ? 'folder' : (place as TreeIcon),
      folded: place !== 'workspace' && !place.startsWith('folder:'),
      children: [...children.sort(byRank), ...bare],
      note: placeNote(place, setting.snapshot, t),
      count: rows.length,
    },
    t,
  );
}

const RANK: readonly TreeIcon[] = ['task', 'debug', 'terminal', 'unclear', 'container', 'orphan', 'folder'];

/** What runs before what is merely there; then by name, and by id where two have one name. */
const byRank = (a: TreeNode, b: TreeNode): number =>
  rank(a) - rank(b) || compare(a.label, b.label) || compare(a.id, b.id);

const rank = ({ icon }: TreeNode): number => {
  const index = icon === undefined ? -1 : RANK.indexOf(icon);
  return index < 0 ? RANK.length : index;
};

function originNode(
  parent: string,
  place: Place,
  origin: Origin,
  rows: readonly ListenerRow[],
  setting: Setting,
): TreeNode {
  const id = path(parent, origin.id);
  return groupNode(
    {
      id,
      // Under “VS Code” that need not be said again.
      label: oneLine(place === 'vscode' ? origin.name : describeOrigin(origin, setting.t)),
      icon: origin.kind,
      folded: false,
      children: rows.map((row) => listenerNode(id, row, setting, false)),
      note: describeOriginDetail(origin, setting.t),
      count: undefined,
    },
    setting.t,
  );
}

function portNodes(port: string, rows: readonly ListenerRow[], setting: Setting): TreeNode[] {
  const { t } = setting;
  const children = rows.map((row) => listenerNode('port', row, setting, true));
  if (rows.length === 1 && port !== 'unix') return children;
  const [label, icon]: [string, TreeIcon] = port === 'unix' ? [t('Unix sockets'), 'unix'] : [port, 'port'];
  const folded = port === 'unix';
  return [groupNode({ id: path('port', port), label, icon, folded, children, count: rows.length }, t)];
}
