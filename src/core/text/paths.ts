/**
 * Whether `path` is `folder` or lies inside it. Both absolute and in one system's form; `/` and `\` both part names, so
 * that Windows paths need no rule of their own.
 */
export function isInside(path: string, folder: string): boolean {
  const base = folder.replace(/[/\\]+$/, '');
  return path === base || (path.startsWith(base) && /[/\\]/.test(path.charAt(base.length)));
}

/** The last name of a path. */
export const baseName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
