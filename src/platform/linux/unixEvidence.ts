import type { Part } from './socketTable';
import type { TableRow } from './tableRow';

/**
 * Takes the inode away from every row of a /proc/net/unix whose inode another row has too. The text of that table proves
 * no inode: a Unix name may hold a newline and a whole row with it, with the inode of anybody's socket. The kernel gives
 * no inode twice, so of two rows at least one is forged; one that comes from elsewhere than that text stays untouched.
 * Parts in which nothing is repeated are handed back as they are.
 */
export function withoutRepeatedInodes(parts: readonly Part[]): readonly Part[] {
  const claimed = new Set<number>();
  for (const { rows, unixFromText } of parts) {
    if (!unixFromText) continue;
    for (const { protocol, inode } of rows) if (protocol === 'unix' && inode) claimed.add(inode);
  }
  if (claimed.size === 0) return parts;

  const seen = new Set<number>();
  const repeated = new Set<number>();
  for (const { rows } of parts) {
    for (const { inode } of rows) {
      if (!inode || !claimed.has(inode)) continue;
      if (seen.has(inode)) repeated.add(inode);
      seen.add(inode);
    }
  }
  if (repeated.size === 0) return parts;
  const proves = ({ protocol, inode }: TableRow): boolean => protocol !== 'unix' || !repeated.has(inode ?? 0);
  return parts.map((part) =>
    part.unixFromText && !part.rows.every(proves)
      ? { ...part, rows: part.rows.map((row) => (proves(row) ? row : { ...row, inode: null })) }
      : part,
  );
}
