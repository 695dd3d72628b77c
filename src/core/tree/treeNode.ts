import { launchName } from '../launch/launchName';
import { type ActionId, actionsOn } from '../listing/actions';
import { type ActionContext, heldSockets } from '../listing/actionSubject';
import type { ListenerRow } from '../listing/listenerRows';
import { widestExposure } from '../listing/order';
import { rowLabel, rowNotes, rowSpoken } from '../listing/rowName';
import { rowTarget, type Target } from '../listing/target';
import type { OriginKind } from '../origins/origin';
import { processKey } from '../snapshot/process';
import type { OwnedProcess, Snapshot } from '../snapshot/snapshot';
import type { Exposure } from '../socket/socket';
import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';

export type TreeIcon =
  | OriginKind
  | Exposure
  | 'workspace'
  | 'containers'
  | 'elsewhere'
  | 'system'
  | 'port'
  | 'unix'
  | 'process'
  | 'unseen';

export interface TreeNode {
  /** The whole path from the root: one socket under three owners is three nodes. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: TreeIcon | undefined;
  /** The whole row in words, for a screen reader. */
  readonly spoken: string;
  /** Closed until somebody opens it. */
  readonly folded: boolean;
  readonly target: Target | undefined;
  /** What is offered to be done with it. */
  readonly actions: readonly ActionId[];
  readonly children: readonly TreeNode[];
}

/** Children of one node; the rest is behind `n more`. */
export const MOST_CHILDREN = 200;

/** What nodes are made from. */
export interface Setting {
  readonly snapshot: Snapshot;
  readonly context: ActionContext;
  readonly t: Translate;
}

export function listenerNode(
  parent: string,
  row: ListenerRow,
  setting: Setting,
  withOrigin: boolean,
): TreeNode {
  const { t } = setting;
  const id = path(path(parent, row.holder), row.bound);
  return {
    id,
    label: rowLabel(row),
    description: rowNotes(row, t, withOrigin).join(' · '),
    icon: rowIcon(row),
    spoken: rowSpoken(row, t),
    folded: true,
    target: rowTarget(row),
    actions: actionsOn(heldSockets(row.sockets, row.lead), setting.context),
    children: paged(
      id,
      row.others.map((owner) => ownerNode(id, row, owner, setting)),
      t,
    ),
  };
}

/** A further process that holds the row's socket: a fork, a worker. */
function ownerNode(parent: string, row: ListenerRow, owner: OwnedProcess, setting: Setting): TreeNode {
  const { t } = setting;
  const label = oneLine(launchName(owner));
  return {
    id: path(parent, processKey(owner)),
    label,
    description: t('pid {0} · holds it too', owner.pid),
    icon: 'process',
    spoken: t('{0}, process {1}, holds {2} too', label, owner.pid, rowLabel(row)),
    folded: true,
    target: rowTarget(row, owner),
    actions: actionsOn(heldSockets(row.sockets, owner), setting.context),
    children: [],
  };
}

function rowIcon({ sockets, ownerless }: ListenerRow): TreeIcon | undefined {
  if (ownerless === 'unseen') return 'unseen';
  if (sockets[0].protocol === 'unix') return 'unix';
  return widestExposure(sockets.map(({ exposure }) => exposure)) ?? undefined;
}

interface Group {
  readonly id: string;
  readonly label: string;
  readonly icon: TreeIcon;
  readonly folded: boolean;
  readonly children: readonly TreeNode[];
  /** What stands beside the label, before the count. */
  readonly note?: string;
  /** Rows beneath, where it is worth saying. */
  readonly count: number | undefined;
}

export function groupNode(group: Group, t: Translate): TreeNode {
  const { id, label, icon, folded, children, note = '', count } = group;
  const called = [label, note].filter((text) => text !== '').join(', ');
  return {
    id,
    label,
    description: [note, count ?? ''].filter((text) => text !== '').join(' · '),
    icon,
    spoken: spokenGroup(called, count, t),
    folded,
    target: undefined,
    actions: [],
    children: paged(id, children, t),
  };
}

/** @surface spoken */
function spokenGroup(called: string, count: number | undefined, t: Translate): string {
  if (count === undefined) return called;
  return count === 1 ? t('{0}, 1 listener', called) : t('{0}, {1} listeners', called, count);
}

/** The first {@link MOST_CHILDREN} children, then one node that holds the rest in the same way. */
export function paged(
  id: string,
  children: readonly TreeNode[],
  t: Translate,
  from = 0,
): readonly TreeNode[] {
  const rest = children.length - from;
  if (rest <= MOST_CHILDREN) return from === 0 ? children : children.slice(from);
  const next = from + MOST_CHILDREN;
  const label = t('{0} more', children.length - next);
  const more: TreeNode = {
    id: path(id, `more:${next}`),
    label,
    description: '',
    icon: undefined,
    spoken: label,
    folded: true,
    target: undefined,
    actions: [],
    children: paged(id, children, t, next),
  };
  return [...children.slice(from, next), more];
}

/** Parts of a path hold slashes themselves. */
const segment = (part: string): string => part.replaceAll('%', '%25').replaceAll('/', '%2F');

export const path = (parent: string, part: string): string => `${parent}/${segment(part)}`;
