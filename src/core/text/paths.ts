/** Removes `.`, `..` and empty names from a path; `..` at the root is the root. */
function normalPath(path: string): string {
  if (!/(?:^|[/\\])\.{0,2}(?:[/\\]|$)/.test(path.slice(1))) return path;
  const names: string[] = [];
  for (const name of path.split(/[/\\]/)) {
    if (name === '..') names.pop();
    else if (name !== '.' && name !== '') names.push(name);
  }
  const root = /^[/\\]{0,2}/.exec(path)?.[0] ?? '';
  return root + names.join(path.includes('\\') && !path.includes('/') ? '\\' : '/');
}

/**
 * Whether `path` is `folder` or lies inside it. Both absolute and in one system's form; `/` and `\` both part names, so
 * that Windows paths need no rule of their own.
 */
export function isInside(path: string, folder: string): boolean {
  const base = folder.replace(/[/\\]+$/, '');
  if (!path.startsWith(base)) return false;
  const within = normalPath(path);
  return within === base || (within.startsWith(base) && /[/\\]/.test(within.charAt(base.length)));
}

/** The last name of a path. */
export const baseName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
