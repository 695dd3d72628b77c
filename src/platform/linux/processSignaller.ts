import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessIdentity } from '../../core/snapshot/process';
import type { Pinned, Signaller } from '../signaller';
import { descendantsOf, holdsSocket, isAlive, isInForeground, isSuspended } from './liveProcess';
import { errnoOf } from './procFs';

/** How often a process is asked for whose end cannot be waited for. */
const POLL_MS = 50;

/**
 * Signals by pid, with the start time read again right before: what remains is the moment between that read and kill(2).
 * Linux only, and there the second choice, after pidfds.
 */
export const processSignaller = (): Signaller => ({
  supported: true,
  pin: (identity) => (isAlive(identity) ? pinned(identity) : undefined),
  descendants: descendantsOf,
});

const pinned = (identity: ProcessIdentity): Pinned => ({
  identity,
  holds: (socket) => holdsSocket(identity, socket),
  signal: (signal) => {
    if (!isAlive(identity)) return 'gone';
    try {
      process.kill(identity.pid, signal);
      return 'sent';
    } catch (error) {
      if (errnoOf(error) === 'ESRCH') return 'gone';
      if (errnoOf(error) === 'EPERM') return 'not-permitted';
      throw error;
    }
  },
  alive: () => isAlive(identity),
  suspended: () => isSuspended(identity),
  inForeground: () => isInForeground(identity),
  ended: async (withinMs, signal) => {
    // The only rejection there is says that the signal came.
    const wait = Math.min(withinMs, POLL_MS);
    await delay(isAlive(identity) ? wait : 0, undefined, { signal }).catch(() => undefined);
  },
  close: () => undefined, // a pid needs no letting go of
});
