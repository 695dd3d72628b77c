/** Branch names are paths of files: the file system ends them. */
const LONGEST = 300;

/** What gitrepository-layout(5) says of `HEAD`: `ref: refs/heads/main`, or the commit itself where none is checked out. */
export function parseHead(text: string): string | undefined {
  const line = text.slice(0, LONGEST).split('\n', 1)[0]?.trim() ?? '';
  const branch = /^ref: refs\/(?:heads\/)?(.+)$/.exec(line)?.[1];
  // A commit is shown as git itself shows it: seven digits.
  return branch ?? (/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(line) ? line.slice(0, 7) : undefined);
}

/** A linked worktree's `.git` is a file: `gitdir: /home/me/shop/.git/worktrees/fix`. A submodule's path may be relative. */
export const parseGitFile = (text: string): string | undefined =>
  /^gitdir: (.+)$/m.exec(text.slice(0, 4096))?.[1]?.trim();

/**
 * The folder of the main worktree, found from the git directory of a linked worktree; `undefined` for any other git
 * directory, such as a submodule's.
 */
export const mainWorktree = (gitDirectory: string): string | undefined =>
  /^(.+)[/\\]\.git[/\\]worktrees[/\\][^/\\]+[/\\]?$/.exec(gitDirectory)?.[1];
