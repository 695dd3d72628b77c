import type { Diff } from '../snapshot/diff';
import { ancestry } from '../snapshot/process';
import type { Gap, Scope } from '../snapshot/reading';
import type { OwnedProcess, Snapshot } from '../snapshot/snapshot';
import { isListener, type Protocol, type Socket } from '../socket/socket';
import { describeGap } from '../text/describe';
import { maskSecrets } from '../text/maskSecrets';
import type { Translate } from '../text/translate';
import type { Answer } from '../who/answer';

/** Selects the sockets that go into the document. */
export interface Selection {
  readonly scope: Scope;
  /** All of them where it is left out. */
  readonly protocols?: readonly Protocol[];
}

/** ISO 8601, UTC: `2026-11-21T20:00:00.000Z`. */
const time = (ms: number): string => new Date(ms).toISOString();

export const isSelected = ({ scope, protocols }: Selection, socket: Socket): boolean =>
  (scope === 'all' || isListener(socket)) && (protocols?.includes(socket.protocol) ?? true);

/** The contract's document: what `ls --json` prints, and `watch --json` first. Commands are masked. */
export const snapshotDocument = (snapshot: Snapshot, selection: Selection, t: Translate): object =>
  document(
    snapshot,
    [...snapshot.sockets.values()].filter((socket) => isSelected(selection, socket)),
    t,
  );

/** The same of these sockets only, in their order. */
export const socketsDocument = (snapshot: Snapshot, sockets: readonly Socket[], t: Translate): object =>
  document(snapshot, sockets, t);

/** The same with the answer, of the sockets that the answer names. */
export const answerDocument = (snapshot: Snapshot, answer: Answer, t: Translate): object => {
  const named = [...answer.listeners, ...answer.near.map(({ id }) => id)];
  const sockets = named.map((id) => snapshot.sockets.get(id)).filter((socket) => socket !== undefined);
  const { query, listeners, near, chain, sentence } = answer;
  return {
    ...document(snapshot, [...new Set(sockets)], t, chain),
    answer: { query, listeners, near: near.map(({ id, why }) => ({ id, why })), chain, sentence },
  };
};

/** What `watch --json` prints for every change. `ended`: pids that no process of the document has any more. */
export const diffLine = (diff: Diff, t: Translate): object => ({
  at: time(diff.at),
  opened: diff.opened.map(socketEntry),
  closed: diff.closed,
  changed: diff.changed.map(socketEntry),
  processes: diff.processes.map(processEntry),
  ended: diff.ended,
  gaps: diff.gaps.map((gap) => gapEntry(gap, t)),
});

/** `others`: pids of processes to include even if they hold none of the sockets. */
function document(
  snapshot: Snapshot,
  sockets: readonly Socket[],
  t: Translate,
  others: readonly number[] = [],
): object {
  const { hostname, platform, method } = snapshot.machine;
  const owners = new Set([...sockets.flatMap((socket) => socket.owners ?? []), ...others]);
  const told = new Set([...owners].flatMap((pid) => ancestry(pid, snapshot.processes)));
  return {
    version: 1,
    takenAt: time(snapshot.takenAt),
    machine: { hostname, platform, method },
    cost: { cpuMs: snapshot.cost.cpuMs, wallMs: snapshot.cost.wallMs },
    sockets: sockets.map(socketEntry),
    processes: [...told].sort((a, b) => a.pid - b.pid).map(processEntry),
    gaps: snapshot.gaps.map((gap) => gapEntry(gap, t)),
  };
}

/** Key by key, so that nothing slips into the contract by being added to the type. */
const socketEntry = (socket: Socket): object => ({
  id: socket.id,
  protocol: socket.protocol,
  family: socket.family,
  type: socket.type,
  state: socket.state,
  local: socket.local,
  remote: socket.remote,
  recvQueue: socket.recvQueue,
  sendQueue: socket.sendQueue,
  inode: socket.inode,
  uid: socket.uid,
  netns: socket.netns,
  exposure: socket.exposure,
  owners: socket.owners,
});

export const processEntry = (process: OwnedProcess): object => ({
  pid: process.pid,
  startTime: process.startTime,
  ppid: process.ppid,
  name: process.name,
  command: maskSecrets(process.command),
  cwd: process.cwd,
  exe: process.exe,
  uid: process.uid,
  user: process.user,
  origin: process.origin && {
    kind: process.origin.kind,
    name: process.origin.name,
    folder: process.origin.folder,
    evidence: process.origin.evidence,
  },
});

const gapEntry = (gap: Gap, t: Translate): object => ({
  kind: gap.kind,
  count: gap.count,
  message: describeGap(gap, t),
});
