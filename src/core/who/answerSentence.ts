import { launchName } from '../launch/launchName';
import { clientsOf, clientsSentence } from '../listing/clients';
import { type Container, imageName } from '../origins/container';
import type { Origin } from '../origins/origin';
import { hiddenHolder } from '../snapshot/hiddenHolder';
import { ageMs } from '../snapshot/process';
import { leadOf, type OwnedProcess, type Snapshot } from '../snapshot/snapshot';
import { onlyHolds } from '../snapshot/socketHolder';
import type { Socket } from '../socket/socket';
import {
  describeAge,
  describeEndpoint,
  describeExposure,
  describeHolder,
  describeOrigin,
  describeOriginDetail,
  describeProtocol,
} from '../text/describe';
import { listed } from '../text/listed';
import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';
import { isBlindTo } from './isBlindTo';
import { leftOverSentences } from './leftOver';
import type { Nearness, NearSocket } from './nearby';
import type { Query } from './query';
import { aboutFile, whatIsThere } from './whatIsThere';

export interface Findings {
  readonly query: Query;
  /** Listeners that match, the best match first. */
  readonly listeners: readonly Socket[];
  /** Sockets that nearly match, the most telling first. */
  readonly near: readonly NearSocket[];
  readonly snapshot: Snapshot;
}

/**
 * `vite (pid 81243, Terminal web)`
 *
 * @surface part
 */
function describeProcess(name: string, { pid, origin }: OwnedProcess, t: Translate): string {
  return origin
    ? t('{0} (pid {1}, {2})', name, pid, describeOrigin(origin, t))
    : t('{0} (pid {1})', name, pid);
}

/** `127.0.0.1:3000 (TCP)`, `/run/x.sock` */
function describePlace({ local, protocol }: Socket, t: Translate): string {
  const place = describeEndpoint(local);
  return protocol === 'unix' ? place : `${place} (${describeProtocol(protocol, t)})`;
}

/**
 * `Container shop-db-1 (compose db)`
 *
 * @surface part
 */
function describePublisher(origin: Origin, t: Translate): string {
  const detail = describeOriginDetail(origin, t);
  return detail === '' ? describeOrigin(origin, t) : t('{0} ({1})', describeOrigin(origin, t), detail);
}

/**
 * Names the process or container that holds a socket, or says why none can be named.
 *
 * @surface part
 */
function describeWho(socket: Socket, snapshot: Snapshot, t: Translate): string {
  const published = snapshot.socketOrigins.get(socket.id);
  if (published) return describePublisher(published, t);
  const lead = leadOf(socket, snapshot);
  if (lead) return describeProcess(launchName(lead), lead, t);
  if (socket.owners === null) return t('a process that cannot be seen');
  // Without an inode no process can have it open; else all that is known is that none is seen to.
  return socket.inode === 0 ? t('the system') : t('no process that is seen');
}

function running(process: OwnedProcess, { clock }: Snapshot, t: Translate): string {
  const age = describeAge(ageMs(process, clock), t);
  return process.user === null
    ? t('It has been running for {0}.', age)
    : t('It has been running for {0} as user {1}.', age, oneLine(process.user, 40));
}

/** More in one sentence than this is counted, not named. */
const AT_MOST = 3;

function whoListens(socket: Socket, snapshot: Snapshot, t: Translate): string[] {
  const place = describePlace(socket, t);
  const exposure = socket.protocol === 'unix' ? null : socket.exposure;
  const reach = exposure && describeExposure(exposure, t);
  const lead = leadOf(socket, snapshot);
  const published = snapshot.socketOrigins.get(socket.id);
  if (published) {
    const who = describePublisher(published, t);
    if (socket.owners?.length === 0 && reach) {
      return [
        t('{0} is published on {1}, open to {2}.', who, place, reach),
        t('No process holds that port here: the kernel passes on what comes.'),
      ];
    }
    return [
      reach ? t('{0} listens on {1}, open to {2}.', who, place, reach) : t('{0} listens on {1}.', who, place),
      ...(lead ? [t('{0} (pid {1}) passes on what comes.', launchName(lead), lead.pid)] : []),
    ];
  }
  if (!lead) {
    return [
      reach
        ? t('Something listens on {0}, open to {1}.', place, reach)
        : t('Something listens on {0}.', place),
      whyNobody(socket, snapshot, t),
    ];
  }
  const who = describeProcess(describeHolder(socket, lead, t), lead, t);
  const holder = holderOf(socket, snapshot);
  const others = (socket.owners?.length ?? 1) - (holder ? 2 : 1);
  return [
    reach ? t('{0} listens on {1}, open to {2}.', who, place, reach) : t('{0} listens on {1}.', who, place),
    ...(holder ? [t('It does so through a socket of {0} (pid {1}).', launchName(holder), holder.pid)] : []),
    running(lead, snapshot, t),
    ...(others === 1 ? [t('1 other process holds it too.')] : []),
    ...(others > 1 ? [t('{0} other processes hold it too.', others)] : []),
  ];
}

/** The process that holds the socket for a service, which is the lead. */
function holderOf({ owners }: Socket, { processes }: Snapshot): OwnedProcess | undefined {
  const known = (owners ?? []).flatMap((pid) => processes.get(pid) ?? []);
  return known.slice(1).find((process) => onlyHolds(process, known));
}

function whyNobody(socket: Socket, snapshot: Snapshot, t: Translate): string {
  if (socket.owners?.length === 0) return t('No process is seen to hold it.');
  const hidden = hiddenHolder(socket, snapshot);
  switch (hidden.kind) {
    case 'capability':
      return t('Its process cannot be seen: root lacks CAP_SYS_PTRACE here.');
    case 'own':
      return t(
        'Your own user opened it, but the kernel hides what a process has open that runs with capabilities.',
      );
    case 'another':
      return hidden.user === null
        ? t('Its process belongs to another user (uid {0}): only that user’s rights show it.', hidden.uid)
        : t(
            'Its process belongs to the user {0}: only that user’s rights show it.',
            oneLine(hidden.user, 40),
          );
    case 'unknown':
      return t('Its process cannot be seen.');
  }
}

/** The other listeners that match: the same process's, then others'. */
function alsoThere([first, ...rest]: readonly Socket[], snapshot: Snapshot, t: Translate): string[] {
  const lead = first?.owners?.[0];
  const same = rest.filter(({ owners }) => lead !== undefined && owners?.[0] === lead);
  const others = rest.filter((socket) => !same.includes(socket));
  const places = same.map((socket) => describePlace(socket, t));
  const rivals = others.map((socket) =>
    t('{0} on {1}', describeWho(socket, snapshot, t), describePlace(socket, t)),
  );
  return [
    ...(places.length > 0 ? [t('It also listens on {0}.', listed(places, AT_MOST, t))] : []),
    ...(rivals.length > 0 ? [t('Also there: {0}.', listed(rivals, AT_MOST, t))] : []),
  ];
}

/** Only the connections to the first listener's process; those of a rival are another question. */
function whoIsConnected([first, ...rest]: readonly Socket[], snapshot: Snapshot, t: Translate): string[] {
  if (!first) return [];
  const same = rest.filter(({ owners }) => owners?.[0] !== undefined && owners[0] === first.owners?.[0]);
  const sentence = clientsSentence(clientsOf([first, ...same], snapshot), t);
  return sentence === undefined ? [] : [sentence];
}

/** @surface part */
function describeQuery(query: Query, t: Translate): string {
  if (query.kind !== 'port' || query.addresses !== null) return oneLine(query.text, 120);
  return query.protocol === null
    ? t('port {0}', query.port)
    : t('port {0} ({1})', query.port, describeProtocol(query.protocol, t));
}

/** An engine that may be another machine's, reached through its socket: within a container, through a tunnel. */
const publisherOf = (query: Query, { containers }: Snapshot): Container | undefined =>
  query.kind === 'port'
    ? containers.find(({ ports }) =>
        ports.some(
          ({ hostPort, protocol }) =>
            hostPort === query.port && (query.protocol === null || query.protocol === protocol),
        ),
      )
    : undefined;

function nobodyListens({ query, near, snapshot }: Findings, t: Translate): string[] {
  const what = describeQuery(query, t);
  const nothing = isBlindTo(query, snapshot)
    ? t('Nothing was seen listening on {0}, but not all sockets could be read.', what)
    : t('Nothing listens on {0}.', what);
  const told = query.kind === 'path' || query.kind === 'port' ? whatIsThere(query, t) : [];
  const publisher = publisherOf(query, snapshot);
  if (publisher) {
    const { name, image } = publisher;
    const who = t('Container {0} ({1})', oneLine(name, 80), oneLine(imageName(image), 80));
    return [nothing, t('But {0} publishes it where its engine runs, which may be another machine.', who)];
  }
  const [first] = near;
  if (!first) return [nothing, ...told];
  const alike = near.filter(({ nearness }) => nearness === first.nearness).map(({ socket }) => socket);
  if (first.nearness === 'leftOver')
    return [nothing, ...told, ...leftOverSentences([first.socket, ...alike.slice(1)], snapshot, t)];
  return [nothing, ...told, explained(first.socket, first.nearness, alike.length, snapshot, t)];
}

/** What the weightiest near socket says. `count`: how many are near for the same reason. */
function explained(
  socket: Socket,
  nearness: Exclude<Nearness, 'leftOver'>,
  count: number,
  snapshot: Snapshot,
  t: Translate,
): string {
  const who = describeWho(socket, snapshot, t);
  const place = describePlace(socket, t);
  const sentences: Record<typeof nearness, () => string> = {
    address: () => t('But {0} listens on {1}.', who, place),
    protocol: () => t('But {0} listens on {1}.', who, place),
    files: () =>
      t(
        'But {0} listens on a path of that name elsewhere: in another mount namespace, such as a container, or below another root folder.',
        who,
      ),
    lost: () => t('But {0} was bound to it: its file is gone, so that nobody can connect.', who),
    namespace: () =>
      t('But {0} listens on {1} in another network namespace, such as a container.', who, place),
    name: () => t('But {0} listens on {1}.', who, place),
    bound: () => t('But {0} has taken {1} without listening on it.', who, place),
    connection: () =>
      count === 1
        ? t('1 connection has it as its own end, of {0}.', who)
        : t('{0} connections have it as their own end, the first of {1}.', count, who),
    held: () => (count === 1 ? t('It holds 1 other socket.') : t('It holds {0} other sockets.', count)),
  };
  return sentences[nearness]();
}

function aboutProcess({ query, listeners, near, snapshot }: Findings, pid: number, t: Translate): string[] {
  const process = snapshot.processes.get(pid);
  if (!process)
    return [t('{0}: no such process, or it holds no socket that can be seen.', oneLine(query.text, 40))];
  const who = describeProcess(launchName(process), process, t);
  const places = listeners.map((socket) => describePlace(socket, t));
  const held =
    near.length === 1
      ? t('{0} holds 1 socket and listens on none.', who)
      : t('{0} holds {1} sockets and listens on none.', who, near.length);
  return [
    places.length > 0 ? t('{0} listens on {1}.', who, listed(places, AT_MOST, t)) : held,
    running(process, snapshot, t),
  ];
}

/** The whole answer in sentences for people. */
export function answerSentence(findings: Findings, t: Translate): string {
  const { query, listeners, snapshot } = findings;
  const [first] = listeners;
  if (query.kind === 'pid') return aboutProcess(findings, query.pid, t).join(' ');
  const sentences = first
    ? [
        ...whoListens(first, snapshot, t),
        ...aboutFile(query, first, t),
        ...alsoThere(listeners, snapshot, t),
        ...whoIsConnected(listeners, snapshot, t),
      ]
    : nobodyListens(findings, t);
  return sentences.join(' ');
}
