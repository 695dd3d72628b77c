import assert from 'node:assert/strict';
import { readlinkSync } from 'node:fs';
import type { Reading } from '../../../src/core/snapshot/reading';
import { normalizeAddress } from '../../../src/core/socket/addresses';
import { endpointText, isInet, type Protocol, type Socket } from '../../../src/core/socket/socket';
import { readSs, type SsRow } from './ss';

/** How many rows of each kind were compared, and how many owners. */
export type Compared = Partial<Record<Protocol | 'without inode' | 'owners', number>>;

/** What is held against ss: of a reading, or of what the command line prints. */
export type View = Pick<Reading, 'sockets' | 'machine'>;

/** Looks taken in turn: ours and theirs, twice. */
export interface Styles<V extends View = View> {
  readonly ss: readonly [readonly SsRow[], readonly SsRow[]];
  readonly ours: readonly [V, V];
}

/** Ours is between the two of ss, and the second of ss between the two of ours. */
export async function lookInTurn<V extends View>(look: () => Promise<V>): Promise<Styles<V>> {
  const first = readSs();
  const before = await look();
  const second = readSs();
  return { ss: [first, second], ours: [before, await look()] };
}

/**
 * Holds readings against ss(8): rows by inode (by addresses where a row has no inode), owners by (pid, descriptor) ->
 * readlink. What two looks of one side agree on must be in the other's look between them: the rest came and went.
 */
export function agree({ ss: [first, second], ours: [before, after] }: Styles): Compared {
  const compared: Compared = {};
  const count = (what: keyof Compared, by = 1): void => void (compared[what] = (compared[what] ?? 0) + by);
  const later = new Map(after.sockets.map((socket) => [socket.id, socket]));
  const steady = before.sockets.filter((socket) => {
    const again = later.get(socket.id);
    return again?.state === socket.state && String(again.owners) === String(socket.owners);
  });

  const ours = new Map<string, Socket>();
  for (const socket of steady) {
    // ss asks its own namespace only.
    if (socket.netns !== before.machine.netns) continue;
    ours.set(keyOf(socket), socket);
  }
  const theirs = new Map<string, SsRow>();
  for (const row of second) for (const key of keysOf(row)) theirs.set(key, row);

  for (const [key, socket] of ours) {
    if (socket.protocol === 'udplite' || socket.protocol === 'icmp') continue;
    // ss asks for the states that have names of their own, and bound-only TCP has none.
    if (socket.protocol === 'tcp' && socket.state === 'CLOSE') continue;
    // The kernel's socket monitoring leaves out Unix connections that wait to be accepted (net/unix/diag.c).
    if (socket.protocol === 'unix' && socket.inode === 0) continue;
    // ss finds the inode of a raw socket by its holders only.
    if (socket.protocol === 'raw' && socket.owners?.length === 0) continue;
    const row = theirs.get(key);
    if (!row && socket.state === 'TIME_WAIT') continue;
    assert.ok(row, `ss doesn't know ${socket.id} ${endpointText(socket.local)} ${socket.state}`);
    assert.equal(row.protocol, socket.protocol, socket.id);
    assert.equal(row.state, socket.state, socket.id);
    sameNames(socket, row);
    if (socket.state === 'LISTEN' && before.machine.method[socket.protocol] === 'sock_diag') {
      assert.deepEqual([socket.recvQueue, socket.sendQueue], [row.recvQueue, row.sendQueue], socket.id);
    }
    count(socket.inode ? socket.protocol : 'without inode');
    if (socket.owners === null || !socket.inode) continue;
    const pids = [...new Set(row.holders.map(({ pid }) => pid))].sort((a, b) => a - b);
    assert.deepEqual(
      [...socket.owners].sort((a, b) => a - b),
      pids,
      `owners of ${socket.id}`,
    );
    count('owners', pids.length);
  }

  const earlier = new Map(first.flatMap((row) => keysOf(row).map((key) => [key, row.state])));
  const seen = new Set(before.sockets.map(keyOf));
  for (const [key, row] of theirs) {
    if (earlier.get(key) === row.state) assert.ok(seen.has(key), `not in the reading: ${key} ${row.local}`);
  }
  return compared;
}

const keyOf = (socket: Socket): string =>
  socket.inode
    ? String(socket.inode)
    : `${socket.protocol} ${endpointText(socket.local)} ${endpointText(socket.remote)}`;

/** A raw row is known by the descriptors of its holders; one without inode by its addresses. */
function keysOf(row: SsRow): string[] {
  if (row.protocol === 'raw') {
    return [...new Set(row.holders.flatMap((holder) => inodeOf(holder) ?? []))].map(String);
  }
  if (row.inode) return [String(row.inode)];
  return [`${row.protocol} ${row.local} ${row.remote}`];
}

function inodeOf({ pid, fd }: { pid: number; fd: number }): number | undefined {
  try {
    return Number(/^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1]);
  } catch {
    // It has been closed, or its process has ended.
    return undefined;
  }
}

const AT = 0x40;

/** ss writes `*` for the wildcard of a dual-stack socket and for nobody, brackets and a scope. */
function sameNames(socket: Socket, row: SsRow): void {
  if (socket.protocol === 'unix') {
    const name =
      socket.local && ('path' in socket.local || 'abstract' in socket.local) ? socket.local : undefined;
    // Whatever we say, ss writes NUL as it writes `@`.
    const text =
      name === undefined ? '*' : 'path' in name ? name.path : `@${name.abstract}`.replaceAll('\0', '@');
    const bytes =
      name?.bytes === undefined
        ? Buffer.from(text)
        : Buffer.from(name.bytes, 'base64').map((byte) => (byte === 0 ? AT : byte));
    const expected = `${name?.bytes !== undefined && 'abstract' in name ? '@' : ''}${bytes.toString('latin1')}`;
    // ss pads the name on the left.
    assert.equal(row.local.slice(row.local.length - expected.length), expected, socket.id);
    return;
  }
  if (!isInet(socket.local)) return;
  const end = row.local.lastIndexOf(':');
  assert.equal(row.local.slice(end + 1), String(socket.local.port), socket.id);
  const address = row.local
    .slice(0, end)
    .replace(/^\[(.*?)\].*$/, '$1')
    .replace(/%.*$/, '');
  assert.equal(address === '*' ? '::' : normalizeAddress(address), socket.local.address, socket.id);
}
