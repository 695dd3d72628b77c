import { listOf, oneOf, type Parser, text } from '../../src/core/values/parser';
import { COLUMN_IDS, type ColumnId, COLUMNS } from './columns';
import { type Grouping, GROUPING_IDS } from './grouping';
import type { Sorting } from './rowOrder';

/** A column that is shown. */
export interface SizedColumn {
  readonly id: ColumnId;
  /** The column's width in pixels. */
  readonly width: number;
}

/** The table's state that is kept across a reload. */
export interface TableState {
  readonly sorting: Sorting;
  readonly grouping: Grouping;
  /** The columns from left to right; there is always one. */
  readonly columns: readonly SizedColumn[];
  /** Ids of groups that are folded. */
  readonly folded: readonly string[];
  /** How far the table is scrolled, in pixels. */
  readonly scrollTop: number;
}

export const MIN_WIDTH = 40;
const MAX_WIDTH = 2000;
const MAX_FOLDED = 200;

export const firstWidth = (id: ColumnId): SizedColumn => ({ id, width: COLUMNS[id].width });

export const DEFAULT_TABLE: TableState = {
  sorting: { column: 'port', descending: false },
  grouping: 'none',
  columns: COLUMN_IDS.filter((id) => COLUMNS[id].shown).map(firstWidth),
  folded: [],
  scrollTop: 0,
};

export const widthWithin = (pixels: number): number =>
  Math.round(Math.min(Math.max(pixels, MIN_WIDTH), MAX_WIDTH));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const column: Parser<ColumnId> = oneOf(COLUMN_IDS);

function columnsFrom(kept: unknown): SizedColumn[] {
  if (!Array.isArray(kept)) return [];
  const columns = new Map<ColumnId, SizedColumn>();
  for (const each of kept as unknown[]) {
    const id = isObject(each) ? column(each['id']) : undefined;
    const width = isObject(each) ? each['width'] : undefined;
    if (id && typeof width === 'number' && Number.isFinite(width))
      columns.set(id, { id, width: widthWithin(width) });
  }
  return [...columns.values()];
}

/** `kept` is what some version, this or an earlier one, left behind. */
export function tableStateFrom(kept: unknown): TableState {
  if (!isObject(kept)) return DEFAULT_TABLE;
  const sorting = isObject(kept['sorting']) ? kept['sorting'] : {};
  const columns = columnsFrom(kept['columns']);
  const { scrollTop } = kept;
  return {
    sorting: {
      column: column(sorting['column']) ?? DEFAULT_TABLE.sorting.column,
      descending: sorting['descending'] === true,
    },
    grouping: oneOf(GROUPING_IDS)(kept['grouping']) ?? DEFAULT_TABLE.grouping,
    columns: columns.length > 0 ? columns : DEFAULT_TABLE.columns,
    folded: listOf(text(1000), MAX_FOLDED)(kept['folded']) ?? [],
    scrollTop: typeof scrollTop === 'number' && scrollTop > 0 ? scrollTop : 0,
  };
}
