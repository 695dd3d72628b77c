import type { ChartRow } from '../src/core/chart/chart';
import type { Translate } from '../src/core/text/translate';

/** More than this many are counted instead of named. */
const NAMED = 2;

/** The sentence a screen reader says of listeners that came and went; empty where nothing did. */
export function announcement(
  opened: readonly ChartRow[],
  closed: readonly ChartRow[],
  nameOf: (row: ChartRow) => string,
  t: Translate,
): string {
  return [
    ...told(closed, nameOf, t('{0} listeners closed', closed.length), (name) => t('{0} is closed', name)),
    ...told(opened, nameOf, t('{0} new listeners', opened.length), (name) => t('{0} is listening', name)),
  ].join('. ');
}

const told = (
  rows: readonly ChartRow[],
  nameOf: (row: ChartRow) => string,
  counted: string,
  sentence: (name: string) => string,
): string[] => (rows.length > NAMED ? [counted] : rows.map((row) => sentence(nameOf(row))));
