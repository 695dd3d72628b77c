import {
  callKey,
  type Harbour,
  type HarbourCall,
  type HarbourListener,
  type HarbourOrigin,
  type HarbourProcess,
} from '../../../../src/core/harbour/harbour';

/** A listener of that process; its number makes its key and its port. */
export const aListener = (process: string, n: number): HarbourListener => ({
  key: `${process}:${n}`,
  ids: [`id ${process}:${n}`],
  protocol: 'tcp',
  port: n,
  path: '',
  addresses: ['127.0.0.1'],
  service: null,
  exposure: 'machine',
  folded: 0,
});

export const aProcess = (key: string, ports: readonly number[], name = key): HarbourProcess => ({
  key,
  processes: [key],
  name,
  listeners: ports.map((port) => aListener(key, port)),
  folded: 0,
});

export const anOrigin = (
  key: string,
  processes: readonly HarbourProcess[],
  given: Partial<HarbourOrigin> = {},
): HarbourOrigin => ({
  key,
  origin: key,
  kind: 'terminal',
  name: key,
  label: `Terminal ${key}`,
  detail: '',
  band: 'workspace',
  edge: null,
  processes,
  folded: 0,
  ...given,
});

export const aCall = (from: string, to: string, connections = 1): HarbourCall => ({
  key: callKey(from, to),
  from,
  to,
  connections,
});

export const aHarbour = (origins: readonly HarbourOrigin[], calls: readonly HarbourCall[] = []): Harbour => ({
  origins,
  calls,
});
