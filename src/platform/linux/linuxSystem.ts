import { bindTrial } from '../bindTrial';
import type { OperatingSystem } from '../operatingSystem';
import { processUsage } from '../processUsage';
import { bootId } from './bootId';
import { linuxAsk } from './linuxAsk';
import { LinuxProbe } from './linuxProbe';
import { LINUX_WORDS } from './linuxWords';
import { ownAncestors } from './liveProcess';
import { closeOwnSocket, ownSocket } from './ownSocket';
import { pidfdSignaller } from './pidfdSignaller';

export const linuxSystem = (): OperatingSystem => ({
  platform: 'linux',
  words: LINUX_WORDS,
  signaller: pidfdSignaller(),
  probe: ({ onSocket } = {}) =>
    new LinuxProbe({
      ...(onSocket && {
        onDescriptor: (descriptor) => {
          onSocket(descriptor === undefined ? undefined : ownSocket(descriptor));
        },
      }),
    }),
  closeOwnSocket,
  ownAncestors,
  bindTrial,
  ask: linuxAsk,
  usageOf: processUsage,
  bootId,
});
