/** What /proc/<pid>/stat says, as far as it is wanted. */
export interface ProcessStat {
  /** `comm`, any characters. */
  readonly name: string;
  /** Field 3: `R`, `S`, …; `Z` is a zombie, `X` dead. */
  readonly state: string;
  readonly ppid: number;
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
  const threads = Number(fields[17]);
  const startTime = fields[19];
  if (!Number.isSafeInteger(ppid) || startTime === undefined || !/^\d{1,20}$/.test(startTime))
    return undefined;
  return { name: bytes.toString('utf8', opening + 1, closing), state, ppid, threads, startTime };
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

/** `socket:[123456]` -> 123456; `undefined` for every other link. */
export function socketInode(link: string): number | undefined {
  if (!link.startsWith('socket:[')) return undefined;
  const inode = Number(link.slice('socket:['.length, -1));
  return Number.isSafeInteger(inode) ? inode : undefined;
}

/** `net:[4026531840]` -> 4026531840, the inode that names a namespace. */
export function namespaceInode(link: string): number | undefined {
  const inode = Number(/^\w+:\[(\d{1,15})\]$/.exec(link)?.[1]);
  return Number.isSafeInteger(inode) ? inode : undefined;
}
