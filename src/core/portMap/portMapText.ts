import { describeExposure, describeProtocol } from '../text/describe';
import { listed } from '../text/listed';
import { baseName } from '../text/paths';
import type { Translate } from '../text/translate';
import {
  marksOf,
  type PortMap,
  type PortMapListener,
  type PortMapOrigin,
  type PortMapProcess,
} from './portMap';

/** A description names this many origins, and calls; the table has them all. */
const MAX_TOLD = 12;

/** `Terminal web`, `Internet`. */
export function originTitle({ kind, name, label, folded }: PortMapOrigin, t: Translate): string {
  if (folded > 0) return t('{0} more', folded);
  switch (kind) {
    case 'machine':
      return t('On this machine');
    case 'local':
      return t('Local network');
    case 'internet':
      return t('Internet');
    case 'user':
      return name === '' ? t('Unknown user') : t('User {0}', name);
    case 'hidden':
      return name === '' ? t('Hidden owners') : t('Hidden owners, user {0}', name);
    case 'kernel':
      return t('The system itself');
    default:
      return label;
  }
}

/** `vite`, `3 processes`; a far address. `rest`: of more of them, beside it. */
export function processTitle({ name, folded }: PortMapProcess, t: Translate, rest = false): string {
  if (name !== '') return name;
  if (folded === 0) return t('not to be seen');
  if (rest) return t('{0} more', folded);
  return processesText(folded, t);
}

export const processesText = (processes: number, t: Translate): string =>
  processes === 1 ? t('1 process') : t('{0} processes', processes);

/** What stands on a listener's chip: `3000`, `redis.sock`, `4 listeners`. `rest`: of more of them, beside it. */
export function listenerTitle({ port, path, folded }: PortMapListener, t: Translate, rest = false): string {
  if (folded > 0) return rest ? t('{0} more', folded) : listenersText(folded, t);
  return port === null ? baseName(path) || path : String(port);
}

/** Facts beside the name, like `127.0.0.1:3000`: protocol where it is not TCP, the addresses, the exposure. */
export function listenerFacts(listener: PortMapListener, t: Translate): string[] {
  const { protocol, addresses, path, exposure, service } = listener;
  return [
    protocol === null ? '' : describeProtocol(protocol, t),
    path === '' ? listed(addresses, 4, t) : path,
    service ?? '',
    exposure === null ? '' : t('open to {0}', describeExposure(exposure, t)),
  ].filter((fact) => fact !== '');
}

export const connectionsText = (connections: number, t: Translate): string =>
  connections === 1 ? t('1 connection') : t('{0} connections', connections);

export const listenersText = (listeners: number, t: Translate): string =>
  listeners === 1 ? t('1 listener') : t('{0} listeners', listeners);

/**
 * The map in words, for a screen reader: what is there, and which processes call which listeners.
 *
 * @surface spoken
 */
export function describePortMap(portMap: PortMap, t: Translate): string {
  const { origins, calls } = portMap;
  if (marksOf(portMap) === 0) return t('Nothing is listening.');
  const own = origins.filter(({ edge }) => edge === null);
  const listeners = own.flatMap(({ processes }) => processes.flatMap((process) => process.listeners));
  const count = listeners.reduce((sum, { folded }) => sum + Math.max(1, folded), 0);
  const places = own.reduce((sum, { folded }) => sum + Math.max(1, folded), 0);
  const said = [
    places === 1
      ? t('{0} in one place: {1}.', listenersText(count, t), own.map((each) => originTitle(each, t)).join(''))
      : t(
          '{0} in {1} places: {2}.',
          listenersText(count, t),
          places,
          listed(
            own.map((each) => originTitle(each, t)),
            MAX_TOLD,
            t,
          ),
        ),
  ];
  const names = new Map(
    origins.flatMap(({ processes }) =>
      processes.map((process) => [process.key, processTitle(process, t)] as const),
    ),
  );
  const called = new Map(
    origins.flatMap(({ processes }) =>
      processes.flatMap((process) =>
        process.listeners.map((listener) => [listener.key, { process, listener }] as const),
      ),
    ),
  );
  const sentences = calls.flatMap(({ from, to, connections }) => {
    const end = called.get(to);
    const who = names.get(from);
    if (!end || who === undefined) return [];
    return t(
      '{0} calls {1} on {2}, {3}',
      who,
      processTitle(end.process, t),
      listenerTitle(end.listener, t),
      connectionsText(connections, t),
    );
  });
  if (sentences.length > 0) said.push(`${listed(sentences, MAX_TOLD, t)}.`);
  return said.join(' ');
}
