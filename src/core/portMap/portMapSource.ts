import type { ChartFolder, ChartOrigin, ChartProcess, ChartRow } from '../chart/chart';

/** What the port map is made from: everything that the chart shows now. */
export interface PortMapSource {
  /** Each row by its own id. */
  readonly rows: ReadonlyMap<string, ChartRow>;
  /** Each process by its key. */
  readonly processes: ReadonlyMap<string, ChartProcess>;
  /** Each origin by its own id. */
  readonly origins: ReadonlyMap<string, ChartOrigin>;
  readonly folders: readonly ChartFolder[];
}
