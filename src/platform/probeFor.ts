import { LinuxProbe } from './linux/linuxProbe';
import type { Probe } from './probe';
import { UnsupportedProbe } from './unsupportedProbe';

export interface ProbeOptions {
  /**
   * Hears of the one descriptor that a native library has opened, and `undefined` once it is closed. Whoever ends the
   * thread of the probe from outside closes it: Node does not know of it.
   */
  readonly onDescriptor?: (descriptor: number | undefined) => void;
}

/** The probe for a system, named as Node names it. The one place that asks which system this is. */
export function probeFor(platform: string = process.platform, options: ProbeOptions = {}): Probe {
  return platform === 'linux' ? new LinuxProbe(options) : new UnsupportedProbe(platform);
}
