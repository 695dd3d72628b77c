import type { Socket, UnixAbstract, UnixPath } from '../socket/socket';
import type { AskedName, UnixFileFacts } from './askSystem';

/** The sockets that a Unix name leads to, and those that only bear it. Ids of sockets of one snapshot. */
export interface UnixTarget {
  /** What the path leads to; `null`: an abstract name, which is no file. */
  readonly file: UnixFileFacts['kind'] | null;
  /** A connect reaches these. Where it reaches nobody: those that were bound to the path and have lost their file. */
  readonly answers: ReadonlySet<string>;
  /** Were bound to that path, and their file is gone or was replaced: nobody can connect to them any more. */
  readonly lost: ReadonlySet<string>;
  /** Bear the name among files that are not this process's: another mount namespace, another root folder. */
  readonly elsewhere: ReadonlySet<string>;
  /** Whether somebody accepts connections there though no socket that is seen does. */
  readonly accepted: boolean;
}

/** A Unix socket that takes connections or datagrams. */
export const isUnixReceiver = ({ protocol, state, type }: Socket): boolean =>
  protocol === 'unix' && (state === 'LISTEN' || (type === 'dgram' && state === 'UNCONN'));

/** Stands in a text for bytes that are not UTF-8. */
const REPLACEMENT = '\u{fffd}';

/**
 * The name that is meant where it was typed with U+FFFD in it, as every view shows bytes that are no text: that of the only
 * socket which is shown so. Where several are, none of them: the bytes stay unknown.
 */
export function meantName(
  asked: AskedName,
  kind: 'path' | 'abstract',
  sockets: readonly Socket[],
): AskedName {
  const { text, bytes } = asked;
  if (bytes !== undefined || !text.includes(REPLACEMENT)) return asked;
  const different = new Set<string | undefined>();
  for (const socket of sockets) {
    const name = kind === 'path' ? pathOf(socket) : abstractOf(socket);
    if (name && isUnixReceiver(socket) && ('path' in name ? name.path : name.abstract) === text) {
      different.add(name.bytes);
    }
  }
  return different.size === 1 ? { text, bytes: [...different][0] } : asked;
}

const abstractOf = ({ local }: Socket): UnixAbstract | undefined =>
  local && 'abstract' in local ? local : undefined;

const pathOf = ({ local }: Socket): UnixPath | undefined => (local && 'path' in local ? local : undefined);

/** Receivers that may bear that path under some folder; for each the process's view of the files has to be known. */
export function holdersOfName(asked: AskedName, sockets: Iterable<Socket>): number[] {
  const base = asked.text.slice(asked.text.lastIndexOf('/'));
  const pids = new Set<number>();
  for (const socket of sockets) {
    if (!isUnixReceiver(socket) || pathOf(socket)?.path.endsWith(base) !== true) continue;
    for (const pid of socket.owners ?? []) pids.add(pid);
  }
  return [...pids];
}

/** Where a path leads. `isHere`: whether a socket is of this network namespace. */
export function pathTarget(
  asked: AskedName,
  sockets: readonly Socket[],
  facts: UnixFileFacts,
  isHere: (socket: Socket) => boolean,
): Omit<UnixTarget, 'accepted'> {
  const receivers = sockets.filter(isUnixReceiver);
  const { bytes } = asked;
  const names = new Set([asked.text, ...facts.names]);
  const bears = (name: UnixPath): boolean =>
    name.bytes === undefined && bytes === undefined ? names.has(name.path) : name.bytes === bytes;

  const answers = new Set<string>();
  const lost = new Set<string>();
  const elsewhere = new Set<string>();
  for (const socket of receivers) {
    const isFile = isHere(socket) && socket.inode ? facts.isFile.get(socket.inode) : undefined;
    const name = pathOf(socket);
    if (isFile === true) answers.add(socket.id);
    else if (name && bears(name)) {
      const sees = viewOf(socket, facts);
      if (sees === false) elsewhere.add(socket.id);
      else if (isFile === false || facts.kind === 'missing' || facts.kind === 'other') lost.add(socket.id);
      // Not compared: the name is all there is. Across namespaces it says nothing of who cannot be asked.
      else if (sees === true || isHere(socket)) answers.add(socket.id);
      else elsewhere.add(socket.id);
    }
  }
  const file = facts.kind;
  return answers.size > 0 ? { file, answers, lost, elsewhere } : { file, answers: lost, lost, elsewhere };
}

/** Whether one of its holders sees the same files under the same paths; `null`: not known of any of them. */
function viewOf({ owners }: Socket, { seesSame }: UnixFileFacts): boolean | null {
  const views = (owners ?? []).map((pid) => seesSame.get(pid) ?? null);
  return views.includes(true) ? true : views.includes(false) ? false : null;
}

/**
 * Where an abstract name leads: to the socket with that very name; else to one whose name is the same but for NULs at its
 * end (programs pad it to the length of sun_path) or has NULs where `@` was typed, as ss(8) and /proc/net/unix print them.
 */
export function abstractTarget(
  asked: AskedName,
  sockets: readonly Socket[],
  isHere: (socket: Socket) => boolean,
): Omit<UnixTarget, 'accepted'> {
  const { bytes } = asked;
  const named = sockets.flatMap((socket) => {
    const name = isUnixReceiver(socket) && isHere(socket) ? abstractOf(socket) : undefined;
    return name ? [{ socket, name }] : [];
  });
  const tests: ((name: UnixAbstract) => boolean)[] = [
    (name) =>
      name.bytes === undefined && bytes === undefined ? name.abstract === asked.text : name.bytes === bytes,
    (name) => name.bytes === undefined && withoutPadding(name.abstract) === withoutPadding(asked.text),
    (name) => name.bytes === undefined && printed(name.abstract) === printed(asked.text),
  ];
  for (const test of tests) {
    const found = named.filter(({ name }) => test(name));
    if (found.length > 0) return abstractly(found.map(({ socket }) => socket.id));
  }
  return abstractly([]);
}

const abstractly = (ids: readonly string[]): Omit<UnixTarget, 'accepted'> => ({
  file: null,
  answers: new Set(ids),
  lost: new Set(),
  elsewhere: new Set(),
});

const withoutPadding = (name: string): string => {
  let end = name.length;
  while (end > 0 && name.charCodeAt(end - 1) === 0) end--;
  return name.slice(0, end);
};

const printed = (name: string): string => withoutPadding(name).replaceAll('\0', '@');
