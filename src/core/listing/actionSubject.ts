import type { OwnedProcess, Snapshot } from '../snapshot/snapshot';
import { isListener, type Socket } from '../socket/socket';
import type { Protection } from '../stop/protection';
import type { Episode } from '../timeline/timeline';
import { webAddressesOf, type WebAddressOf } from './webAddress';

/** What somebody may want to act on. */
export type ActionSubject =
  | HeldSockets<'listener'>
  | HeldSockets<'socket'>
  | { readonly kind: 'process'; readonly process: OwnedProcess }
  /** Everything that came from one task, terminal, session, container or folder. */
  | { readonly kind: 'group'; readonly members: readonly ActionSubject[] }
  /** What was open once, see `core/timeline`. */
  | { readonly kind: 'episode'; readonly episode: Episode };

/** Sockets that one process holds: for a `listener`, those of its row; for a `socket`, that one alone. */
export interface HeldSockets<K extends 'listener' | 'socket' = 'listener' | 'socket'> {
  readonly kind: K;
  readonly sockets: readonly [Socket, ...Socket[]];
  /** `undefined`: nobody's, or nobody's that can be seen. */
  readonly owner: OwnedProcess | undefined;
}

/**
 * The facts that the answer depends on, apart from the subject. Made once a snapshot. The snapshot's machine names the
 * system.
 */
export interface ActionContext {
  readonly snapshot: Snapshot;
  /** Where a browser finds a listener. */
  readonly webAddressOf: WebAddressOf;
  /** Whether the person trusts this workspace: what its files say may be run again. */
  readonly isTrusted: boolean;
  /** Why a process is never signalled. Left out where that was not asked: then the stop itself refuses. */
  readonly protection?: ReadonlyMap<number, Protection>;
}

export const actionContext = (
  snapshot: Snapshot,
  given: Omit<ActionContext, 'snapshot' | 'webAddressOf'>,
): ActionContext => ({ ...given, snapshot, webAddressOf: webAddressesOf(snapshot) });

/** A socket, or several that make one row; a listener or not, as its first is. */
export const heldSockets = (
  sockets: readonly [Socket, ...Socket[]],
  owner: OwnedProcess | undefined,
): HeldSockets<'listener'> | HeldSockets<'socket'> => ({
  kind: isListener(sockets[0]) ? 'listener' : 'socket',
  sockets,
  owner,
});
