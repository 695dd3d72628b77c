import type { ChartFolder, ChartOrigin, ChartProcess, ChartRow } from '../chart/chart';

/** What the port map is made from: everything that the chart shows now. */
export interface PortMapSource {
  /** By id. */
  readonly rows: ReadonlyMap<string, ChartRow>;
  /** By key. */
  readonly processes: ReadonlyMap<string, ChartProcess>;
  /** By id. */
  readonly origins: ReadonlyMap<string, ChartOrigin>;
  readonly folders: readonly ChartFolder[];
}
