import type { Dirent } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';

export interface WalkBounds {
  /** Files that are listed at most. */
  readonly files: number;
  /** Folders that are opened at most, the first included. */
  readonly folders: number;
  /** Levels below the first folder; 0: only what lies in it. */
  readonly depth: number;
  /** Most entries of one folder that are read. */
  readonly entries: number;
}

export interface Walked {
  /** Paths below the first folder, with slashes, in the order of their names, a folder's own files before those below it. */
  readonly files: readonly string[];
  /** Whether a bound was met, so that there may be more. */
  readonly truncated: boolean;
  /** Folders that could not be opened, with the system's code. */
  readonly unread: readonly { readonly folder: string; readonly code: string }[];
}

interface Folder {
  /** Below the first one; empty for that itself. */
  readonly path: string;
  readonly depth: number;
}

/**
 * The regular files below a folder, within bounds. Links are not followed, neither to folders, which may lead out of the
 * project or back into it, nor to files; FIFOs, sockets and devices are left out.
 *
 * @param isIgnored asked for every folder and file, by its path below the first folder; an ignored folder is not opened
 */
export async function walk(
  root: string,
  bounds: WalkBounds,
  isIgnored: (path: string, isFolder: boolean) => boolean,
): Promise<Walked> {
  const files: string[] = [];
  const unread: { folder: string; code: string }[] = [];
  const queue: Folder[] = [{ path: '', depth: 0 }];
  let truncated = false;
  let opened = 0;
  for (let folder = queue.shift(); folder; folder = queue.shift()) {
    if (++opened > bounds.folders) return { files, truncated: true, unread };
    const { path, depth } = folder;
    const listed = await entriesOf(join(root, path), bounds.entries);
    if ('code' in listed) {
      unread.push({ folder: path, code: listed.code });
      continue;
    }
    truncated ||= listed.truncated;
    for (const entry of listed.entries) {
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      const isFolder = entry.isDirectory();
      if ((!isFolder && !entry.isFile()) || isIgnored(below, isFolder)) continue;
      if (isFolder && depth < bounds.depth) queue.push({ path: below, depth: depth + 1 });
      else if (isFolder) truncated = true;
      else if (files.length < bounds.files) files.push(below);
      else return { files, truncated: true, unread };
    }
  }
  return { files, truncated, unread };
}

/** Read one by one, so that a folder of a million entries costs no more than the bound. */
async function entriesOf(
  folder: string,
  limit: number,
): Promise<{ readonly entries: Dirent[]; readonly truncated: boolean } | { readonly code: string }> {
  const entries: Dirent[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      if (entries.length >= limit) return { entries: inOrder(entries), truncated: true };
      entries.push(entry);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string')
      return { code: error.code };
    throw error;
  }
  return { entries: inOrder(entries), truncated: false };
}

const inOrder = (entries: Dirent[]): Dirent[] =>
  entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
