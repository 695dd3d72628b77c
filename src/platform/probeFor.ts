import { LinuxProc } from './linux/linuxProc';
import type { Probe } from './probe';
import { UnsupportedProbe } from './unsupportedProbe';

/** The probe for a system, named as Node names it. The one place that asks which system this is. */
export function probeFor(platform: string = process.platform): Probe {
  return platform === 'linux' ? new LinuxProc() : new UnsupportedProbe(platform);
}
