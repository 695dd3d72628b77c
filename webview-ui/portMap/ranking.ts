import { graphlib, layout } from '@dagrejs/dagre';

/** A box to be placed, some columns wide. */
export interface Item {
  readonly key: string;
  /** How many columns it takes. */
  readonly span: number;
  /** The item's height in pixels. */
  readonly height: number;
  /** Lies below, and never beside, what is of an earlier band. */
  readonly band: string;
}

/** Keys of two items: the calling one, and the called one. */
export type Link = readonly [from: string, to: string];

export interface Rank {
  /** Its column, counted from 0. */
  readonly column: number;
  /** Middle, in pixels, where nothing else had to be heeded: for the order within a column. */
  readonly y: number;
}

/** Columns so that calls run to the right (as far as they are no circle), in an order with few crossings. */
export type Ranking = (items: readonly Item[], links: readonly Link[]) => ReadonlyMap<string, Rank>;

/** Pixels between boxes of one column. */
const NODE_GAP = 14;

/** dagre's layered layout: its ranks and its order; widths are the map's own. */
export const rankByDagre: Ranking = (items, links) => {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: NODE_GAP, edgesep: 4, ranksep: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  const spans = new Map(items.map(({ key, span }) => [key, span]));
  for (const { key, height } of items) graph.setNode(key, { width: 1, height });
  for (const [from, to] of links) graph.setEdge(from, to, { minlen: spans.get(from) ?? 1 });
  layout(graph);
  return new Map(
    items.map(({ key }) => {
      const { rank = 0, y = 0 } = graph.node(key) as { rank?: number; y?: number };
      // dagre doubles every length, to have a rank for labels between any two.
      return [key, { column: rank / 2, y }];
    }),
  );
};
