import { launchName } from '../launch/launchName';
import type { ListenerRow } from '../listing/listenerRows';
import { rowLabel, rowNotes, rowSpoken } from '../listing/rowName';
import { webAddress } from '../listing/webAddress';
import { hasPlace, type OriginKind } from '../origins/origin';
import { type ProcessIdentity, processKey } from '../snapshot/process';
import type { OwnedProcess, Snapshot } from '../snapshot/snapshot';
import type { Exposure, Socket } from '../socket/socket';
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

/** What can be done with a node. `port`: it has one (to hide, to copy as a URL). */
export type Ability = 'stop' | 'open' | 'reveal' | 'port' | 'process' | 'unix' | 'restart';

/** What an action is about: sockets in one process's hands; no process: nobody's, or nobody's that can be seen. */
export interface Target {
  /** Ids, the one to act on first. */
  readonly sockets: readonly [string, ...string[]];
  readonly process: ProcessIdentity | undefined;
}

export interface TreeNode {
  /** The whole path from the root: one socket under three owners is three nodes. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: TreeIcon | undefined;
  /** All of it in words, for somebody who hears it. */
  readonly spoken: string;
  /** Closed until somebody opens it. */
  readonly folded: boolean;
  readonly target: Target | undefined;
  readonly abilities: readonly Ability[];
  readonly children: readonly TreeNode[];
}

/** Children of one node; the rest is behind `n more`. */
export const MOST_CHILDREN = 200;

/** What nodes are made from. */
export interface Setting {
  readonly snapshot: Snapshot;
  readonly t: Translate;
}

export function listenerNode(
  parent: string,
  row: ListenerRow,
  setting: Setting,
  withOrigin: boolean,
): TreeNode {
  const { t } = setting;
  const [socket] = row.sockets;
  const id = path(path(parent, row.holder), row.bound);
  return {
    id,
    label: rowLabel(row),
    description: rowNotes(row, t, withOrigin).join(' · '),
    icon: rowIcon(row),
    spoken: rowSpoken(row, t),
    folded: true,
    target: rowTarget(row),
    abilities: abilitiesOf(socket, row.lead, setting.snapshot),
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
  const [socket] = row.sockets;
  return {
    id: path(parent, processKey(owner)),
    label,
    description: t('pid {0} · holds it too', owner.pid),
    icon: 'process',
    spoken: t('{0}, process {1}, holds {2} too', label, owner.pid, rowLabel(row)),
    folded: true,
    target: rowTarget(row, owner),
    abilities: abilitiesOf(socket, owner, setting.snapshot),
    children: [],
  };
}

/** The row's sockets in this owner's hands; without one in its lead's. */
export const rowTarget = (
  { sockets: [first, ...more], lead }: ListenerRow,
  owner: OwnedProcess | undefined = lead,
): Target => ({
  sockets: [first.id, ...more.map(({ id }) => id)],
  process: owner && { pid: owner.pid, startTime: owner.startTime },
});

function rowIcon({ sockets, ownerless }: ListenerRow): TreeIcon | undefined {
  if (ownerless === 'unseen') return 'unseen';
  if (sockets[0].protocol === 'unix') return 'unix';
  const exposures = sockets.map(({ exposure }) => exposure);
  return (['everyone', 'network', 'machine'] as const).find((each) => exposures.includes(each));
}

export function abilitiesOf(socket: Socket, owner: OwnedProcess | undefined, snapshot: Snapshot): Ability[] {
  const can: [Ability, boolean][] = [
    // A container is stopped by its engine, whoever listens for it.
    ['stop', owner !== undefined || snapshot.socketOrigins.get(socket.id)?.kind === 'container'],
    ['process', owner !== undefined],
    ['reveal', hasPlace(snapshot.socketOrigins.get(socket.id) ?? owner?.origin)],
    ['open', webAddress(socket, snapshot) !== undefined],
    ['port', socket.protocol !== 'unix'],
    ['unix', socket.protocol === 'unix'],
    ['restart', ['debug', 'task', 'terminal'].includes(owner?.origin?.kind ?? '')],
  ];
  return can.filter(([, able]) => able).map(([ability]) => ability);
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
    abilities: [],
    children: paged(id, children, t),
  };
}

/** @surface spoken */
function spokenGroup(called: string, count: number | undefined, t: Translate): string {
  if (count === undefined) return called;
  return count === 1 ? t('{0}, 1 listener', called) : t('{0}, {1} listeners', called, count);
}

/** At most so many children, then one node that holds the rest in the same way. */
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
    abilities: [],
    children: paged(id, children, t, next),
  };
  return [...children.slice(from, next), more];
}

/** Parts of a path hold slashes themselves. */
const segment = (part: string): string => part.replaceAll('%', '%25').replaceAll('/', '%2F');

export const path = (parent: string, part: string): string => `${parent}/${segment(part)}`;
