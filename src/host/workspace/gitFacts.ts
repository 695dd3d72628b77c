import * as vscode from 'vscode';
import { mainWorktree, parseGitFile, parseHead } from '../../core/origins/gitHead';
import type { WorkspaceFolder } from '../../core/snapshot/workspace';
import { readBounded } from '../../files/readBounded';

type Checkout = Pick<WorkspaceFolder, 'branch' | 'worktreeOf'>;

/** Bytes of `HEAD`, or of a `.git` that is a file: each holds one line, with a path in it at most. */
const LONGEST = 16_384;

/** Folders above a workspace's own that may hold its repository. */
const MOST_PARENTS = 12;

/** What Git has checked out in the workspace's folders: read once, and again when a HEAD changes. */
export class GitFacts implements vscode.Disposable {
  readonly #checkouts = new Map<string, Checkout>();
  readonly #watchers = new Map<string, vscode.Disposable>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;

  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#subscription = vscode.workspace.onDidChangeWorkspaceFolders(() => this.#follow());
    this.#follow();
  }

  /** Nothing known yet, or no repository: nothing to say. */
  checkout(folder: vscode.Uri): Checkout {
    return this.#checkouts.get(folder.toString()) ?? {};
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
    for (const watcher of this.#watchers.values()) watcher.dispose();
  }

  #follow(): void {
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
    const there = new Set(folders.map(String));
    for (const [key, watcher] of this.#watchers) {
      if (there.has(key)) continue;
      watcher.dispose();
      this.#watchers.delete(key);
      this.#checkouts.delete(key);
    }
    for (const folder of folders) if (!this.#watchers.has(folder.toString())) void this.#meet(folder);
  }

  async #meet(folder: vscode.Uri): Promise<void> {
    const key = folder.toString();
    const nothing = new vscode.Disposable(() => undefined);
    this.#watchers.set(key, nothing); // so that nobody else meets it meanwhile
    // A folder without a repository is watched where one would be made.
    const directory = (await gitDirectory(folder)) ?? vscode.Uri.joinPath(folder, '.git');
    if (this.#watchers.get(key) !== nothing) return;
    const within = directory.path === `${folder.path}/.git`;
    // A folder that has just been made is watched a moment later: of what is made in it meanwhile nobody tells.
    const watcher = vscode.workspace.createFileSystemWatcher(
      within
        ? new vscode.RelativePattern(folder, '{.git,.git/HEAD}')
        : new vscode.RelativePattern(directory, 'HEAD'),
    );
    const read = (): void => void this.#read(key, directory);
    // Git writes HEAD.lock and renames it: that is a new file to some watchers.
    this.#watchers.set(
      key,
      vscode.Disposable.from(
        watcher,
        ...[watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete].map((on) => on(read)),
      ),
    );
    read();
  }

  async #read(key: string, directory: vscode.Uri): Promise<void> {
    const branch = parseHead((await textOf(vscode.Uri.joinPath(directory, 'HEAD'))) ?? '');
    const worktreeOf = mainWorktree(directory.fsPath);
    this.#checkouts.set(key, {
      ...(branch === undefined ? {} : { branch }),
      ...(worktreeOf === undefined ? {} : { worktreeOf }),
    });
    this.#changed.fire();
  }
}

/** The folder that holds HEAD, of the repository that a folder lies in; `undefined`: it lies in none. */
async function gitDirectory(folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  let at = folder;
  for (let above = 0; above <= MOST_PARENTS; above++) {
    const git = vscode.Uri.joinPath(at, '.git');
    const type = await typeOf(git);
    if (type === vscode.FileType.Directory) return git;
    if (type === vscode.FileType.File) {
      const named = parseGitFile((await textOf(git)) ?? '');
      if (named === undefined) return undefined;
      return /^([/\\]|[A-Za-z]:)/.test(named)
        ? folder.with({ path: vscode.Uri.file(named).path })
        : vscode.Uri.joinPath(at, named);
    }
    const parent = vscode.Uri.joinPath(at, '..');
    if (parent.path === at.path) return undefined;
    at = parent;
  }
  return undefined;
}

async function typeOf(uri: vscode.Uri): Promise<vscode.FileType | undefined> {
  try {
    return (await vscode.workspace.fs.stat(uri)).type & ~vscode.FileType.SymbolicLink;
  } catch {
    return undefined; // not there, or not for us to see: no repository either way
  }
}

/** `undefined`: gone meanwhile, or not a file that Git would write: too large, a FIFO, not for us to see. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  if (uri.scheme === 'file') {
    const read = await readBounded(uri.fsPath, LONGEST);
    return read.kind === 'read' ? read.bytes.toString() : undefined;
  }
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0 || size > LONGEST) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined; // the next change tells
  }
}
