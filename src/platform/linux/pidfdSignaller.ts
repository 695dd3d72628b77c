import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import type { ProcessIdentity } from '../../core/snapshot/process';
import type { Pinned, Signaller } from '../signaller';
import { descendantsOf, holdsSocket, isAlive, isInForeground, isSuspended } from './liveProcess';
import { type Pidfds, pidfds } from './pidfd';
import { processSignaller } from './processSignaller';

/** An asynchronous wait takes one of the few threads that Node has for all of them: a short turn, then the next. */
const TURN_MS = 100;

/**
 * Holds on to processes by pidfd: whatever becomes of the pid, a signal reaches that process or nobody. Where the kernel
 * has none (before 5.3), forbids them (seccomp) or koffi cannot be loaded, by pid, with a check right before.
 *
 * @param load asked at the first pin, since most windows never stop anything
 */
export function pidfdSignaller(load: () => Pidfds | undefined = pidfds): Signaller {
  const byPid = processSignaller();
  let calls: Pidfds | undefined;
  let asked = false;
  return {
    supported: true,
    pin(identity) {
      if (!asked) calls = load();
      asked = true;
      if (!calls || !Number.isSafeInteger(identity.pid) || identity.pid < 2) return byPid.pin(identity);
      const descriptor = calls.open(identity.pid);
      if (typeof descriptor !== 'number') {
        // EMFILE, ENOSYS, EPERM: no pidfd to be had. EINVAL, now ENOENT: the number is a thread's, which its start time tells.
        return descriptor.errno === 'ESRCH' ? undefined : byPid.pin(identity);
      }
      // Verified after opening: as long as the descriptor's process has not ended, the pid is still its own.
      if (isAlive(identity) && !calls.hasEnded(descriptor)) return pinned(identity, descriptor, calls);
      closeSync(descriptor);
      return undefined;
    },
    descendants: descendantsOf,
  };
}

function pinned(identity: ProcessIdentity, descriptor: number, calls: Pidfds): Pinned {
  const alive = (): boolean => !calls.hasEnded(descriptor);
  let waits = 0;
  let closed = false;
  const release = (): void => {
    // A wait that is under way must not find the number given to another file.
    if (closed && waits === 0) closeSync(descriptor);
  };
  return {
    identity,
    // What /proc says of the pid is about this process if it lived both before and after.
    holds: (socket) => {
      const held = holdsSocket(identity, socket);
      return alive() ? held : false;
    },
    signal: (signal) => {
      if (!alive()) return 'gone'; // a zombie takes signals, and they do nothing
      const answer = calls.send(descriptor, constants.signals[signal]);
      if (answer === 0) return 'sent';
      if (answer.errno === 'ESRCH') return 'gone';
      if (answer.errno === 'EPERM') return 'not-permitted';
      throw new Error(`pidfd_send_signal: errno ${answer.number}`);
    },
    alive,
    suspended: () => isSuspended(identity) && alive(),
    inForeground: () => isInForeground(identity) && alive(),
    ended: async (withinMs, signal) => {
      if (signal.aborted) return;
      waits++;
      const wait = calls.waitForEnd(descriptor, Math.min(withinMs, TURN_MS)).then(() => {
        waits--;
        release();
      });
      await new Promise<void>((resolve) => {
        const cancel = (): void => resolve();
        signal.addEventListener('abort', cancel);
        void wait.then(() => {
          signal.removeEventListener('abort', cancel);
          resolve();
        });
      });
    },
    close: () => {
      if (closed) return;
      closed = true;
      release();
    },
  };
}
