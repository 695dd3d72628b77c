import { launchName } from '../launch/launchName';
import { ageMs, executablePath, sameProcess } from '../snapshot/process';
import { containerOf, type OwnedProcess, type Snapshot } from '../snapshot/snapshot';
import { endpointText, isInet, isListener, type Socket } from '../socket/socket';
import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';
import { sameValue } from '../values/sameValue';
import { keeperOf, serviceCommand } from './keeper';
import { describeProtection, type Protection } from './protection';
import type { Descendant, Refusal, RefusalReason, StopAim, StopFacts, StopPlan } from './stopPlan';
import { listenerName, processName } from './stopTexts';
import { closesAlong, goesAlong, type Reach, type StopWay, wayOf } from './stopWay';
import { type Supervised, supervisedBy } from './supervisor';
import { unseenHolder } from './unseenHolder';

export function planStop(
  snapshot: Snapshot,
  aim: StopAim,
  facts: StopFacts,
  t: Translate,
): StopPlan | Refusal {
  const asked = aim.sockets.map((id) => snapshot.sockets.get(id)).filter((socket) => socket !== undefined);
  const first = asked[0];
  if (!first) return refusal('changed', t('That socket is closed already.'));
  const pid = aim.process?.pid ?? first.owners?.[0];
  const target = pid === undefined ? undefined : snapshot.processes.get(pid);
  const ended = pid !== undefined && (!target || (aim.process && !sameProcess(aim.process, target)));
  if (ended) return refusal('changed', t('Process {0} has ended in the meantime.', pid));

  const origin = snapshot.socketOrigins.get(first.id) ?? target?.origin ?? null;
  // A person who points at a fork means that one, not everything that the owner would end.
  const pointedAt = pid !== undefined && first.owners?.includes(pid) === true && first.owners[0] !== pid;
  const way =
    aim.bySignals || pointedAt ? 'signals' : wayOf(origin, target, snapshot, facts.protection, facts.reaches);
  if (way !== 'container' && first.owners === null) return unseenHolder(first, snapshot, facts.words, t);
  if (way !== 'container' && !target) return refusal('nobody', nobodyHolds(first, snapshot, t));
  // A process that holds a port for a container is not the target, and may serve others: dockerd, rootlesskit.
  const meant = way === 'container' && snapshot.socketOrigins.has(first.id) ? undefined : target;
  const reach = { way, origin, target: meant ?? null };
  const [one, ...more] = asked.filter((socket) => closesAlong(socket, reach, snapshot));
  const below = way === 'signals' && target ? facts.descendants(target) : [];
  const supervised =
    meant && way === 'signals' ? supervisedBy(meant, below, snapshot.processes, t) : undefined;
  const refused = meant && refusalToStop(meant, way, one !== undefined, supervised, aim, facts, snapshot, t);
  if (refused) return refused;
  if (!one) {
    const who = meant ? processName(meant) : t('It');
    return refusal('changed', t('{0} does not hold {1} any more.', who, listenerName(first)));
  }
  const sockets = [one, ...more] as const;
  const goes = (each: Descendant): boolean =>
    isTold(each, sockets, facts.protection) || (supervised !== undefined && !facts.protection.has(each.pid));
  const named = below.map((each) => withLaunchName(each, snapshot.processes));
  const family = named.filter(goes);
  const apart = named.filter((each) => !goes(each));
  return {
    ...{ kind: 'plan', aim, ...reach, sockets, family, apart },
    container: way === 'container' ? (containerOf(origin, snapshot) ?? null) : null,
    ageMs: meant ? ageMs(meant, snapshot.clock) : 0,
    ...consequences(reach, sockets, family, snapshot),
    keeper: way === 'signals' && target ? (keeperOf(target, snapshot.processes, facts.words) ?? null) : null,
    words: facts.words,
  };
}

/** Comm is often the same for all: `node-MainThread`. */
function withLaunchName(descendant: Descendant, processes: ReadonlyMap<number, OwnedProcess>): Descendant {
  const process = processes.get(descendant.pid);
  return process && sameProcess(process, descendant)
    ? { ...descendant, name: launchName(process) }
    : descendant;
}

function consequences(
  reach: Reach,
  sockets: readonly Socket[],
  family: readonly Descendant[],
  snapshot: Snapshot,
): Pick<StopPlan, 'otherOwners' | 'otherListeners' | 'clients' | 'neighbours'> {
  const all = [...snapshot.sockets.values()];
  const told = new Set(family.map(({ pid }) => pid));
  // A process that holds a port for a container releases it when its engine stops the container.
  const held = sockets.filter(({ id }) => reach.way !== 'container' || !snapshot.socketOrigins.has(id));
  const owners = new Set(held.flatMap((socket) => socket.owners ?? []));
  return {
    otherOwners: [...owners]
      .map((pid) => snapshot.processes.get(pid))
      .filter((process) => process !== undefined)
      .filter((process) => !told.has(process.pid) && !goesAlong(process, reach)),
    otherListeners: all.filter(
      (socket) =>
        isListener(socket) &&
        !sockets.includes(socket) &&
        // What a container listens on within itself is nobody's port here.
        socket.netns === sockets[0]?.netns &&
        (closesAlong(socket, reach, snapshot) || socket.owners?.some((pid) => told.has(pid))),
    ),
    clients: snapshot.scope === 'all' ? all.filter((socket) => isClientOf(socket, sockets)).length : null,
    neighbours: all
      .filter(
        (socket) => !sockets.includes(socket) && sockets.some((other) => listenAtOnePlace(other, socket)),
      )
      .map(({ id }) => id),
  };
}

/**
 * Whether a descendant is signalled as well. One that left for a session of its own is not, unless it holds a socket
 * that is to be freed.
 */
const isTold = (
  { pid, detached }: Descendant,
  sockets: readonly Socket[],
  protection: ReadonlyMap<number, Protection>,
): boolean => !protection.has(pid) && (!detached || sockets.some(({ owners }) => owners?.includes(pid)));

/**
 * Whether it is the program that was shown. exec(2) keeps pid and start time; what is run then is another program, or another
 * script of the same interpreter. A server that has given itself a title meanwhile is the same: a title is one text.
 */
function runsTheSame(shown: OwnedProcess | null, fresh: OwnedProcess | null): boolean {
  if (!shown || !fresh) return shown === fresh;
  if (executablePath(shown) !== executablePath(fresh)) return false;
  return sameValue(shown.command, fresh.command) || isTitle(fresh.command);
}

const isTitle = ([first = '', ...rest]: readonly string[]): boolean =>
  rest.every((argument) => argument === '') && (/\s/.test(first) || !first.startsWith('/'));

/** Whether a second plan is still the one that was shown: the same way, the same program, the same user. */
export const isAsShown = (shown: StopPlan, fresh: StopPlan): boolean =>
  fresh.way === shown.way &&
  (shown.way === 'signals' || fresh.origin?.id === shown.origin?.id) &&
  runsTheSame(shown.target, fresh.target) &&
  fresh.target?.uid === shown.target?.uid;

function refusalToStop(
  target: OwnedProcess,
  way: StopWay,
  holds: boolean,
  supervised: Supervised | undefined,
  aim: StopAim,
  { protection, words }: StopFacts,
  { processes }: Snapshot,
  t: Translate,
): Refusal | undefined {
  const who = processName(target);
  const why = protection.get(target.pid);
  const itsOwn = (why === 'shell' && holds) || (why === 'engine' && way === 'container');
  if (why !== undefined && !itsOwn) return refusal('protected', describeProtection(why, who, t));
  if (supervised && !aim.insisted) {
    const sentence = t(
      '{0} listens for what it runs: {1}. Stopping it ends them all. To stop one in its own way, run: {2}',
      ...[who, supervised.apps, supervised.command],
    );
    return { ...refusal('service', sentence), command: supervised.command };
  }
  if (target.origin?.kind !== 'service' || way !== 'signals' || aim.insisted) return undefined;
  if (sharesOurGroup(target, protection, processes)) return undefined;
  const command = serviceCommand(target.cgroup, words);
  const service = oneLine(target.origin.name);
  if (command === null) {
    const sentence = t('{0} is a system service ({1}): others may depend on it.', who, service);
    return refusal('service', sentence);
  }
  const sentence = t(
    '{0} is a system service ({1}): others may depend on it, and it may be started again. To stop it in its own way, run: {2}',
    who,
    service,
    command,
  );
  return { ...refusal('service', sentence), command };
}

/** A service in which we run ourselves, as `code-server@me.service`, is not meant: everything we start is in it too. */
const sharesOurGroup = (
  { cgroup }: OwnedProcess,
  protection: ReadonlyMap<number, Protection>,
  processes: ReadonlyMap<number, OwnedProcess>,
): boolean =>
  [...protection].some(
    ([pid, why]) => (why === 'self' || why === 'ancestor') && processes.get(pid)?.cgroup === cgroup,
  );

const refusal = (reason: RefusalReason, sentence: string): Refusal => ({ kind: 'refusal', reason, sentence });

function nobodyHolds(socket: Socket, { socketOrigins }: Snapshot, t: Translate): string {
  const where = listenerName(socket);
  const published = socketOrigins.get(socket.id);
  if (published)
    return t(
      'No process holds {0}: its engine publishes it for container {1}.',
      where,
      oneLine(published.name, 60),
    );
  return socket.state === 'TIME_WAIT'
    ? t('No process holds {0}: the kernel keeps a closed connection for a minute.', where)
    : t('No process is seen to hold {0}, so that none can be stopped.', where);
}

/** Two listeners that a client could not tell apart. */
export const listenAtOnePlace = (a: Socket, b: Socket): boolean =>
  isListener(a) &&
  isListener(b) &&
  a.protocol === b.protocol &&
  a.netns === b.netns &&
  a.local !== null &&
  endpointText(a.local) === endpointText(b.local);

/** The server's end of a connection. A Unix one carries the listener's name; a TCP one its port, and its address or any. */
function isClientOf(socket: Socket, listeners: readonly Socket[]): boolean {
  if (socket.state !== 'ESTABLISHED' || socket.local === null) return false;
  return listeners.some((listener) => {
    if (listener.state !== 'LISTEN' || listener.local === null) return false;
    if (listener.protocol !== socket.protocol || listener.netns !== socket.netns) return false;
    if (!isInet(listener.local) || !isInet(socket.local)) {
      return endpointText(listener.local) === endpointText(socket.local);
    }
    const anywhere = listener.local.address === '0.0.0.0' || listener.local.address === '::';
    return (
      listener.local.port === socket.local.port &&
      listener.family === socket.family &&
      (anywhere || listener.local.address === socket.local.address)
    );
  });
}
