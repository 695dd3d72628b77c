import { type InspectedSection, SECTIONS } from '../src/core/inspection/inspection';
import { flag, listOf, oneOf, shape, text } from '../src/core/values/parser';
import { type FilterChoice, KINDS, OPEN_FILTER, PAGE_SCOPES } from './rowFilter';
import type { Subject } from './subject';
import { type TableState, tableStateFrom } from './table/tableState';

export const PAGE_TABS = ['map', 'table'] as const;

export type PageTab = (typeof PAGE_TABS)[number];

/** A part of the page at its edge: whether it is open, and its width or height in pixels. */
export interface Edge {
  readonly open: boolean;
  readonly size: number;
}

/** What VS Code keeps for the page while that is out of sight, and across a reload of the window. */
export interface PageState {
  readonly tab: PageTab;
  /** The filter, under the name by which earlier versions kept it. */
  readonly sieving: FilterChoice;
  readonly selection: readonly Subject[];
  readonly table: TableState;
  /** The map's own state, which the map checks when it reads it. */
  readonly map: unknown;
  readonly inspector: Edge;
  readonly timeline: Edge;
  /** Sections of the inspector that are folded. */
  readonly folded: readonly InspectedSection['kind'][];
}

/** How many selected rows are kept when the page is reloaded; a selection can have thousands. */
export const MAX_SELECTED = 200;

const MAX_EDGE = 4000;

export const FIRST_INSPECTOR: Edge = { open: true, size: 300 };
export const FIRST_TIMELINE: Edge = { open: true, size: 132 };

const subject = shape<Subject>({ kind: oneOf(['socket', 'process', 'origin']), id: text(1000) });

/** `kept` is what some version, this or an earlier one, left behind. */
export function pageStateFrom(kept: unknown): PageState {
  const { tab, sieving, selection, table, map, inspector, timeline, folded } = fieldsOf(kept);
  return {
    tab: oneOf(PAGE_TABS)(tab) ?? 'map',
    sieving:
      shape<FilterChoice>({ filter: text(1000), scope: oneOf(PAGE_SCOPES), kind: oneOf(KINDS) })(sieving) ??
      OPEN_FILTER,
    selection: listOf(subject, MAX_SELECTED)(selection) ?? [],
    table: tableStateFrom(table),
    map,
    inspector: edgeFrom(inspector) ?? FIRST_INSPECTOR,
    timeline: edgeFrom(timeline) ?? FIRST_TIMELINE,
    folded: listOf(oneOf(SECTIONS), SECTIONS.length)(folded) ?? [],
  };
}

const fieldsOf = (kept: unknown): Readonly<Record<string, unknown>> =>
  typeof kept === 'object' && kept !== null ? { ...kept } : {};

function edgeFrom(kept: unknown): Edge | undefined {
  return shape<Edge>({
    open: flag,
    size: (value) => (typeof value === 'number' && value > 0 && value < MAX_EDGE ? value : undefined),
  })(kept);
}
