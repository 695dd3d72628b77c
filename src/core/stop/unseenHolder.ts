import { hiddenHolder } from '../snapshot/hiddenHolder';
import type { Snapshot } from '../snapshot/snapshot';
import { isInet, type Socket } from '../socket/socket';
import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';
import type { Refusal } from './stopPlan';
import { listenerName } from './stopTexts';
import type { SystemWords } from './systemWords';

/** Why a socket cannot be stopped whose process is not shown; with a command only where more rights would show it. */
export function unseenHolder(socket: Socket, snapshot: Snapshot, words: SystemWords, t: Translate): Refusal {
  const where = listenerName(socket);
  const refusal = (sentence: string): Refusal => ({ kind: 'refusal', reason: 'not-permitted', sentence });
  const hidden = hiddenHolder(socket, snapshot);
  switch (hidden.kind) {
    case 'capability':
      return refusal(t('The process that holds {0} cannot be seen: root lacks CAP_SYS_PTRACE here.', where));
    case 'own':
      return refusal(
        t('{0} is your own, but the kernel hides its process, which may run with capabilities.', where),
      );
    case 'another': {
      const user = hidden.user === null ? `uid ${String(hidden.uid)}` : oneLine(hidden.user, 32);
      const command = isInet(socket.local) ? words.holderCommand(socket.protocol, socket.local.port) : null;
      if (command === null) {
        return refusal(t('{0} belongs to another user ({1}): you may not see who holds it.', where, user));
      }
      const sentence = t(
        '{0} belongs to another user ({1}), whose processes you may not look into. To see which one, run: {2}',
        ...[where, user, command],
      );
      return { ...refusal(sentence), command };
    }
    case 'unknown':
      return refusal(
        t('The process that holds {0} could not be seen, so it cannot be stopped from here.', where),
      );
  }
}
