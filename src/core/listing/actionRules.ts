import { hasPlace, type OriginKind } from '../origins/origin';
import type { OwnedProcess } from '../snapshot/snapshot';
import { localPort } from '../socket/socket';
import type { ActionContext, HeldSockets } from './actionSubject';

export function always(): boolean {
  return true;
}

export function isHeld({ owner }: HeldSockets): boolean {
  return owner !== undefined;
}

export function hasPort({ sockets: [first] }: HeldSockets): boolean {
  return localPort(first) !== undefined;
}

export function hasAddress({ sockets: [first] }: HeldSockets): boolean {
  return first.local !== null;
}

export function isOnWeb({ sockets }: HeldSockets, { webAddressOf }: ActionContext): boolean {
  return sockets.some((socket) => webAddressOf(socket) !== undefined);
}

export function cameFromPlace(
  { sockets: [first], owner }: HeldSockets,
  { snapshot }: ActionContext,
): boolean {
  return hasPlace(snapshot.socketOrigins.get(first.id) ?? owner?.origin);
}

/** A container is stopped by its engine, whichever process listens for it. */
export function canBeStopped(held: HeldSockets, context: ActionContext): boolean {
  const origin = context.snapshot.socketOrigins.get(held.sockets[0].id);
  return origin?.kind === 'container' || maySignalHolder(held, context);
}

/** What listens for a container is its engine's: to end that by force ends nothing of the container. */
export function canBeForced(held: HeldSockets, context: ActionContext): boolean {
  return !context.snapshot.socketOrigins.has(held.sockets[0].id) && maySignalHolder(held, context);
}

/** A terminal's shell is left alone unless it holds the socket itself. */
function maySignalHolder({ owner }: HeldSockets, { protection }: ActionContext): boolean {
  const why = owner && protection?.get(owner.pid);
  return owner !== undefined && (why === undefined || why === 'shell');
}

export function mayBeSignalled(
  { process }: { readonly process: OwnedProcess },
  { protection }: ActionContext,
): boolean {
  return protection?.get(process.pid) === undefined;
}

/** Origins with something to start again: a debug session, a task, or a terminal's last command line. */
const RUN_AGAIN: readonly OriginKind[] = ['debug', 'task', 'terminal'];

export function canRunAgain(owner: OwnedProcess | undefined, { isTrusted }: ActionContext): boolean {
  const origin = owner?.origin;
  return isTrusted && origin !== undefined && origin !== null && RUN_AGAIN.includes(origin.kind);
}
