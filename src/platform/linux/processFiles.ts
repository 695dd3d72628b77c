import { TELLING_VARIABLES } from '../../core/snapshot/process';

/** The fields of /proc/<pid>/stat that are needed. */
export interface ProcessStat {
  /** `comm`, any characters. */
  readonly name: string;
  /** Field 3: `R`, `S`, …; `Z` is a zombie, `X` dead. */
  readonly state: string;
  readonly ppid: number;
  /** Field 5, the process group. */
  readonly pgrp: number;
  /** The session, field 6 of proc_pid_stat(5). */
  readonly session: number;
  /** Field 8, the foreground process group of its terminal; -1 without a terminal. */
  readonly tpgid: number;
  /** Field 20, `num_threads`. */
  readonly threads: number;
  /** Field 22, clock ticks since boot. */
  readonly startTime: string;
}

const CLOSING_BRACKET = 0x29;
const OPENING_BRACKET = 0x28;

/**
 * proc_pid_stat(5): `81243 (node) S 81200 81243 …`. The name is printed raw and can be `a) R 1 (b`, with newlines: the
 * fields are counted from the last bracket. `undefined` where this is no such line.
 */
export function parseStat(bytes: Buffer): ProcessStat | undefined {
  const opening = bytes.indexOf(OPENING_BRACKET);
  const closing = bytes.lastIndexOf(CLOSING_BRACKET);
  if (opening < 0 || closing < opening) return undefined;
  // Field 3, the state, comes first here.
  const fields = bytes.toString('latin1', closing + 2).split(' ');
  const [state = '', parent] = fields;
  const ppid = Number(parent);
  const [pgrp, session, tpgid, threads] = [fields[2], fields[3], fields[5], fields[17]].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const startTime = fields[19];
  if (!Number.isSafeInteger(ppid) || startTime === undefined || !/^\d{1,20}$/.test(startTime))
    return undefined;
  return {
    name: bytes.toString('utf8', opening + 1, closing),
    state,
    ppid,
    pgrp,
    session,
    tpgid,
    threads,
    startTime,
  };
}

/**
 * /proc/<pid>/cmdline: arguments with a NUL after each. Programs that write their title over their arguments
 * (setproctitle, `process.title`) leave one argument and a tail of NULs, which is cut.
 */
export function parseCommand(bytes: Buffer): string[] {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return end === 0 ? [] : bytes.toString('utf8', 0, end).split('\0');
}

/** What is kept of an argument, in bytes: a class path of hundreds of archives says nothing that is wanted. */
const ARGUMENT_BYTES = 512;
/** What is kept of a command line whose long arguments were cut, in bytes. */
const SHORTENED_BYTES = 16_384;
const CUT = Buffer.from('…');

/**
 * Runtimes that get long options (a class path, code paths) before their program, so that it stands behind the first 4
 * KB. Their command lines are read further.
 */
const TOLD_MUCH = new Set(['java', 'javaw', 'jsvc', 'beam.smp']);

/** Whether the program stands far behind in a command line, by the last name of its first argument. */
export function standsFarBehind(command: Buffer): boolean {
  const end = command.indexOf(NUL);
  if (end < 0) return false;
  const program = command.toString('latin1', 0, end);
  return TOLD_MUCH.has(program.slice(program.lastIndexOf('/') + 1));
}

/** A copy of a command line with each argument cut at 512 bytes, an ellipsis in its place; at most 16 KB and one argument. */
export function withoutLongArguments(command: Buffer): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  for (let from = 0; from < command.length && length < SHORTENED_BYTES;) {
    const nul = command.indexOf(NUL, from);
    const end = nul < 0 ? command.length : nul;
    const isLong = end - from > ARGUMENT_BYTES + CUT.length;
    const part = [command.subarray(from, isLong ? from + ARGUMENT_BYTES : end), ...(isLong ? [CUT] : [])];
    if (nul >= 0) part.push(command.subarray(nul, nul + 1));
    parts.push(...part);
    length += part.reduce((sum, each) => sum + each.length, 0);
    from = end + 1;
  }
  return Buffer.concat(parts);
}

const NEWLINE = 0x0a;
const NUL = 0x00;
const EQUALS = 0x3d;

/**
 * /proc/<pid>/cgroup, cgroups(7): `0::/user.slice/app.scope` in the unified hierarchy, `4:memory:/docker/1f…` in another,
 * `1:name=systemd:/system.slice/nginx.service` in systemd's own. The first that says more than `/`, in that order, then
 * the deepest of the others. A path can have colons and no newlines. `null` where there is no such line.
 */
export function parseCgroup(bytes: Buffer): string | null {
  let unified: string | undefined;
  let systemd: string | undefined;
  let deepest: string | undefined;
  for (let from = 0; from < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, from);
    // A line without its end was cut.
    if (newline < 0) break;
    const line = bytes.toString('utf8', from, newline);
    from = newline + 1;
    const first = line.indexOf(':');
    const second = line.indexOf(':', first + 1);
    if (first < 0 || second < 0 || line[second + 1] !== '/') continue;
    const controllers = line.slice(first + 1, second);
    const path = line.slice(second + 1);
    if (line.startsWith('0::')) unified = path;
    else if (controllers === 'name=systemd') systemd = path;
    if (deepest === undefined || depthOf(path) > depthOf(deepest)) deepest = path;
  }
  return [unified, systemd].find((path) => path !== undefined && path !== '/') ?? deepest ?? null;
}

const depthOf = (path: string): number => (path === '/' ? 0 : path.split('/').length - 1);

/** The most bytes of a value: a longer one holds nothing that is needed. */
const VALUE_BYTES = 1024;

const telling: ReadonlySet<string> = new Set(TELLING_VARIABLES);
const LONGEST_NAME = Math.max(...TELLING_VARIABLES.map((name) => name.length));

/**
 * /proc/<pid>/environ: `NAME=value` with a NUL after each. Only {@link TELLING_VARIABLES} are kept, and of those none
 * longer than 1 KB, since a cut path is a wrong one. Of one name the first counts, as in getenv(3). A last one without
 * its NUL is cut, and left out.
 */
export function parseEnvironment(bytes: Buffer): Record<string, string> {
  const kept: Record<string, string> = {};
  let equals = -1;
  for (let from = 0, end = bytes.indexOf(NUL); end >= 0; from = end + 1, end = bytes.indexOf(NUL, from)) {
    // Searched for once, not for each of the variables that have none.
    if (equals < from) equals = bytes.indexOf(EQUALS, from);
    if (equals < 0) break;
    if (equals > end || equals - from > LONGEST_NAME || end - equals - 1 > VALUE_BYTES) continue;
    const name = bytes.toString('latin1', from, equals);
    if (telling.has(name)) kept[name] ??= bytes.toString('utf8', equals + 1, end);
  }
  return kept;
}

/** `socket:[123456]` -> 123456; `undefined` for every other link. */
export function socketInode(link: string): number | undefined {
  // Most links are others, and a path can be long.
  if (!link.startsWith('socket:[')) return undefined;
  const digits = /^\[(\d{1,15})\]$/.exec(link.slice('socket:'.length, 'socket:'.length + 18))?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** `net:[4026531840]` -> 4026531840, the inode that names a namespace. */
export function namespaceInode(link: string): number | undefined {
  const inode = Number(/^\w+:\[(\d{1,15})\]$/.exec(link)?.[1]);
  return Number.isSafeInteger(inode) ? inode : undefined;
}
