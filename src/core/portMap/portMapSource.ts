import type { ChartFolder, ChartOrigin, ChartProcess, ChartRow } from '../chart/chart';

/** What the port map is made from: everything that the chart shows now. */
export interface PortMapSource {
  /** Rows by their id. */
  readonly rows: ReadonlyMap<string, ChartRow>;
  /** Processes by their key. */
  readonly processes: ReadonlyMap<string, ChartProcess>;
  /** Origins by their id. */
  readonly origins: ReadonlyMap<string, ChartOrigin>;
  readonly folders: readonly ChartFolder[];
}
