import { constants } from 'node:fs';
import { open, readFile, readlink } from 'node:fs/promises';
import { posix } from 'node:path';
import type { AskedName, UnixFileFacts } from '../../core/who/askSystem';
import { errnoOf, isGone } from './procFs';

/** <fcntl.h>, the same on every architecture that Node runs on: the file itself is not opened. */
const O_PATH = 0o10000000;

/** A file as the kernel knows it; `device` is a dev_t as it keeps it: major << 20 | minor. */
export interface KernelFile {
  readonly device: number;
  /** The low 32 bits, which are all that unix_diag tells. */
  readonly inode: number;
}

/** The part of the system that {@link unixFile} needs, so that tests can stand in for it. */
export interface UnixFileSource {
  /** The file of each bound Unix socket of this namespace, by the socket's inode; `undefined`: the kernel cannot be asked. */
  boundFiles(): ReadonlyMap<number, KernelFile> | undefined;
  /** Resolves after the time that reading a path may take: a dead network mount never answers. */
  timeLimit(): Promise<undefined>;
}

interface PathFile {
  readonly isSocket: boolean;
  readonly file: KernelFile;
  /** The path without links; `undefined` where it lies beyond this process's root. */
  readonly name: string | undefined;
}

/** The file that a Unix path leads to now, and the processes that see the same file there. */
export async function unixFile(
  path: AskedName,
  pids: readonly number[],
  source: UnixFileSource,
): Promise<UnixFileFacts> {
  const bytes = path.bytes === undefined ? Buffer.from(path.text) : Buffer.from(path.bytes, 'base64');
  const spelled = path.bytes === undefined ? [posix.normalize(path.text)] : [];
  const found = await Promise.race([lookAt(bytes), source.timeLimit()]);
  const seesSame = await viewsOf(pids);
  if (found === undefined) return { kind: 'unclear', names: spelled, isFile: new Map(), seesSame };
  if (found === 'missing') {
    const folder = await Promise.race([folderOf(path), source.timeLimit()]);
    return { kind: 'missing', names: [...spelled, ...(folder ?? [])], isFile: new Map(), seesSame };
  }
  const names = found.name === undefined ? spelled : [...spelled, found.name];
  const kind = found.isSocket ? 'socket' : 'other';
  return { kind, names, isFile: comparedWith(found.file, source.boundFiles()), seesSame };
}

function comparedWith(
  { device, inode }: KernelFile,
  bound: ReadonlyMap<number, KernelFile> | undefined,
): Map<number, boolean> {
  const isFile = new Map<number, boolean>();
  for (const [socket, file] of bound ?? []) {
    isFile.set(socket, file.device === device && file.inode === inode);
  }
  return isFile;
}

/** `undefined`: it may not be looked at. */
async function lookAt(path: Buffer): Promise<PathFile | 'missing' | undefined> {
  let handle;
  try {
    // Follows links, as connect(2) does.
    handle = await open(path, constants.O_RDONLY | O_PATH);
  } catch (error) {
    const errno = errnoOf(error);
    return isGone(errno) || errno === 'ENOTDIR' ? 'missing' : undefined;
  }
  try {
    const stats = await handle.stat({ bigint: true });
    const device = await mountDevice(handle.fd);
    if (device === undefined) return undefined;
    const link = await readlink(`/proc/self/fd/${handle.fd}`);
    return {
      isSocket: stats.isSocket(),
      file: { device, inode: Number(BigInt.asUintN(32, stats.ino)) },
      name: link.startsWith('/') && !link.endsWith(' (deleted)') ? link : undefined,
    };
  } catch (error) {
    errnoOf(error);
    return undefined;
  } finally {
    await handle.close();
  }
}

/**
 * The device of the file system whose mount a descriptor lies in, as proc_pid_mountinfo(5) has it, which is what
 * unix_diag tells. stat(2)'s differs from it on btrfs and on overlays over several file systems.
 */
async function mountDevice(descriptor: number): Promise<number | undefined> {
  const info = await readFile(`/proc/self/fdinfo/${descriptor}`, 'latin1');
  const mount = /^mnt_id:\s*(\d+)$/m.exec(info)?.[1];
  const mounts = await readFile('/proc/self/mountinfo', 'latin1');
  for (const line of mount === undefined ? [] : mounts.split('\n')) {
    const [id, , device] = line.split(' ', 3);
    const numbers = id === mount ? /^(\d{1,4}):(\d{1,7})$/.exec(device ?? '') : null;
    if (numbers) return Number(numbers[1]) * 2 ** 20 + Number(numbers[2]);
  }
  return undefined;
}

/** The path of a missing file with the links of its folder followed; nothing where that is missing too. */
async function folderOf({ text, bytes }: AskedName): Promise<string[]> {
  if (bytes !== undefined) return [];
  const folder = await lookAt(Buffer.from(posix.dirname(text)));
  if (folder === undefined || folder === 'missing' || folder.name === undefined) return [];
  return [posix.join(folder.name, posix.basename(text))];
}

/** Tells of each pid whether it has this process's mounts and root folder; `null`: that may not be seen. */
async function viewsOf(pids: readonly number[]): Promise<Map<number, boolean | null>> {
  const own = await viewOf('self');
  const views = new Map<number, boolean | null>();
  for (const pid of pids) {
    const view = await viewOf(String(pid));
    views.set(pid, view === undefined || own === undefined ? null : view === own);
  }
  return views;
}

async function viewOf(process: string): Promise<string | undefined> {
  try {
    const mounts = await readlink(`/proc/${process}/ns/mnt`);
    return `${mounts} ${await readlink(`/proc/${process}/root`)}`;
  } catch (error) {
    // Refused, or ended.
    errnoOf(error);
    return undefined;
  }
}
