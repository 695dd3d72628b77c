import type { Scope } from '../core/snapshot/reading';
import type { Snapshot } from '../core/snapshot/snapshot';
import type { Translate } from '../core/text/translate';
import type { SettleQuery } from '../core/who/settleQuery';
import type { ContainerEngines } from '../platform/containers/containerEngines';
import type { OperatingSystem } from '../platform/operatingSystem';
import type { Terminal } from './terminal';

/** What every command is given. */
export interface Session {
  readonly terminal: Terminal;
  readonly t: Translate;
  readonly system: OperatingSystem;
  readonly engines: ContainerEngines;
  /**
   * Scans once; the scan begins after the call. The engines are asked at the first scan; later ones use their last
   * answer.
   */
  readonly look: (scope: Scope) => Promise<Snapshot>;
  /** Asks the system what a question means beyond its text: once for each that was sent. */
  readonly settle: SettleQuery;
}
