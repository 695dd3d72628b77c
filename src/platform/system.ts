import { linuxSystem } from './linux/linuxSystem';
import type { OperatingSystem } from './operatingSystem';
import { unsupportedSystem } from './unsupportedSystem';

/** The one place that knows which systems Portolan can ask. Without a name it is the one that this process runs on. */
export const systemFor = (platform: string = process.platform): OperatingSystem =>
  platform === 'linux' ? linuxSystem() : unsupportedSystem(platform);
