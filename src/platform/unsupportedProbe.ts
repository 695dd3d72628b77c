import { hostname } from 'node:os';
import type { Reading, Scope } from '../core/snapshot/reading';
import { PROTOCOLS } from '../core/socket/socket';
import type { Probe } from './probe';

/** Says by a gap that Portolan cannot read sockets on this system yet. */
export class UnsupportedProbe implements Probe {
  readonly #platform: string;

  constructor(platform: string) {
    this.#platform = platform;
  }

  read(scope: Scope): Promise<Reading> {
    return Promise.resolve({
      takenAt: Date.now(),
      scope,
      machine: {
        hostname: hostname(),
        platform: this.#platform,
        method: Object.fromEntries(PROTOCOLS.map((protocol) => [protocol, 'none'])),
        uid: null,
        netns: null,
      },
      clock: { now: '0', perSecond: 1 },
      cost: { cpuMs: 0, wallMs: 0 },
      sockets: [],
      processes: new Map(),
      gaps: [{ kind: 'unsupported', subject: 'system', count: 1, detail: this.#platform }],
    });
  }

  dispose(): void {
    // Holds nothing.
  }
}
