import type { Container } from '../origins/container';
import type { Origin } from '../origins/origin';
import type { ProcessIdentity } from '../snapshot/process';
import type { OwnedProcess } from '../snapshot/snapshot';
import type { Socket } from '../socket/socket';
import type { Keeper } from './keeper';
import type { Protection } from './protection';
import type { Reaches, StopWay } from './stopWay';
import type { SystemWords } from './systemWords';

/** What is to be freed, and how. */
export interface StopAim {
  /** Ids of sockets, the most important first. */
  readonly sockets: readonly string[];
  /** The owner to stop; without one the lead of the first socket. */
  readonly process?: ProcessIdentity | undefined;
  /** Stop by signals even where a gentler way exists: only this process and what it started. */
  readonly bySignals?: boolean;
  /** A person was shown that it is a system service, and wants it stopped all the same. */
  readonly insisted?: boolean;
}

/** A process below the target, as the system's process table has it; also one that holds no socket. */
export interface Descendant extends ProcessIdentity {
  readonly ppid: number;
  /** Its name by its command line where that could be seen, otherwise proc(5) `comm`. */
  readonly name: string;
  /** Its process group; `null` where the system has none. */
  readonly pgrp: number | null;
  /** Has left for a session of its own, setsid(2): meant to go on by itself. */
  readonly detached: boolean;
}

/** What only the caller knows. */
export interface StopFacts {
  /** Processes that may not be signalled (`protectedPids`). */
  readonly protection: ReadonlyMap<number, Protection>;
  readonly reaches: Reaches;
  readonly words: SystemWords;
  /** Everything below a process, each verified: started by the one above it, and not older than that. */
  descendants(process: ProcessIdentity): readonly Descendant[];
}

/** What stopping would do, before anybody is asked and anything is done. */
export interface StopPlan {
  readonly kind: 'plan';
  readonly aim: StopAim;
  readonly way: StopWay;
  /** What the sockets came from; for every way but signals it is what ends them. */
  readonly origin: Origin | null;
  /**
   * The process that is signalled first, and whose end is waited for. `null`: a container's port. Its engine alone is
   * asked, whichever process holds the port for it.
   */
  readonly target: OwnedProcess | null;
  /** What its engine says of the container that is meant; `null`: none is. */
  readonly container: Container | null;
  /** How long it has been running. */
  readonly ageMs: number;
  /** What is to be freed; the target holds each of them, or what ends along with it. */
  readonly sockets: readonly [Socket, ...Socket[]];
  /**
   * Descendants of the target that are signalled too, if they are left when it has ended. Empty unless the way is
   * signals.
   */
  readonly family: readonly Descendant[];
  /**
   * Descendants of the target that are left alone: they have left for a session of their own, or are protected. Empty
   * unless the way is signals.
   */
  readonly apart: readonly Descendant[];
  /** Others that hold one of these sockets too: they may keep it. */
  readonly otherOwners: readonly OwnedProcess[];
  /** Listeners that nobody asked to free, and that go with it. */
  readonly otherListeners: readonly Socket[];
  /** Connections to these sockets, accepted or waiting; `null`: the snapshot does not hold connections. */
  readonly clients: number | null;
  /** Other sockets that listen at the same place (SO_REUSEPORT), by id: they stay. */
  readonly neighbours: readonly string[];
  /** What would start it again, where that is known. */
  readonly keeper: Keeper | null;
  /** How the system calls what is done, for the texts about this plan. */
  readonly words: SystemWords;
}

/**
 * `changed`: not as it was when it was shown; `nobody`: no process holds it; `not-permitted`: its holder may not be
 * seen; `protected`: it must not be stopped; `service`: a system service, which is stopped only if somebody insists;
 * `unsupported`: Portolan cannot hold on to processes here.
 */
export type RefusalReason = 'changed' | 'nobody' | 'not-permitted' | 'protected' | 'service' | 'unsupported';

export interface Refusal {
  readonly kind: 'refusal';
  readonly reason: RefusalReason;
  /** One or two sentences for people. */
  readonly sentence: string;
  /** A command that a person could run instead. */
  readonly command?: string;
}
