import { pidfdSignaller } from './linux/pidfdSignaller';
import type { Signaller } from './signaller';

/** The signaller of a system, as Node names it; without a name, Linux's, which finds nobody where there is no /proc. */
export const signallerFor = (platform = 'linux'): Signaller =>
  platform === 'linux' ? pidfdSignaller() : { supported: false, pin: () => undefined, descendants: () => [] };
