import type { ChartRow } from '../src/core/chartRows';
import type { Translate } from '../src/core/translate';
import type { Listing } from './listing';

/** More than this many are counted instead of named. */
const NAMED = 2;

/** What a screen reader says of what came and went; empty where nothing did. */
export function announcement(before: Listing, after: Listing, t: Translate): string {
  const opened = [...after.rows.values()].filter(({ id }) => !before.rows.has(id));
  const closed = [...before.rows.values()].filter(({ id }) => !after.rows.has(id));
  return [
    ...told(closed, before, t('{0} listeners closed', closed.length), (name) => t('{0} is closed', name)),
    ...told(opened, after, t('{0} new listeners', opened.length), (name) => t('{0} is listening', name)),
  ].join('. ');
}

function told(
  rows: readonly ChartRow[],
  { processes }: Listing,
  counted: string,
  sentence: (name: string) => string,
): string[] {
  if (rows.length > NAMED) return [counted];
  return rows.map(({ name, process }) => {
    const owner = process === null ? undefined : processes.get(process);
    return sentence(owner ? `${name} ${owner.name}` : name);
  });
}
