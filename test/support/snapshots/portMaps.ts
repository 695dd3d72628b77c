import {
  callKey,
  type PortMap,
  type PortMapCall,
  type PortMapListener,
  type PortMapOrigin,
  type PortMapProcess,
} from '../../../src/core/portMap/portMap';

/** A listener of that process; its number makes its key and its port. */
export const aListener = (process: string, n: number): PortMapListener => ({
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

export const aProcess = (key: string, ports: readonly number[], name = key): PortMapProcess => ({
  key,
  processes: [key],
  name,
  listeners: ports.map((port) => aListener(key, port)),
  folded: 0,
});

export const anOrigin = (
  key: string,
  processes: readonly PortMapProcess[],
  given: Partial<PortMapOrigin> = {},
): PortMapOrigin => ({
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

export const aCall = (from: string, to: string, connections = 1): PortMapCall => ({
  key: callKey(from, to),
  from,
  to,
  connections,
});

export const aPortMap = (origins: readonly PortMapOrigin[], calls: readonly PortMapCall[] = []): PortMap => ({
  origins,
  calls,
});
