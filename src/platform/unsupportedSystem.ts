import { accepts } from './accepts';
import { bindTrial } from './bindTrial';
import { carriersOf } from './carriersOf';
import type { OperatingSystem } from './operatingSystem';
import { processUsage } from './processUsage';
import { UnsupportedProbe } from './unsupportedProbe';

/** A system that Portolan cannot ask yet: its probe says so, nobody is signalled, and no text names a command of another one. */
export const unsupportedSystem = (platform: string): OperatingSystem => ({
  platform,
  words: {
    politeSignal: null,
    forcedSignal: null,
    killCommand: () => null,
    holderCommand: () => null,
    serviceStopCommand: () => null,
  },
  signaller: { supported: false, pin: () => undefined, descendants: () => [] },
  probe: () => new UnsupportedProbe(platform),
  closeOwnSocket: () => undefined, // its probe opens none
  ownAncestors: () => [process.ppid],
  bindTrial,
  ask: {
    unixFile: () => Promise.resolve({ kind: 'unclear', names: [], isFile: new Map(), seesSame: new Map() }),
    carriersOf,
    accepts,
  },
  usageOf: processUsage,
  bootId: () => null,
});
