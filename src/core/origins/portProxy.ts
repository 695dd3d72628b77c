import { executablePath, type Process } from '../snapshot/process';
import { baseName } from '../text/paths';

/** What holds the published ports of a machine's containers, one for all or one each; comm ends after 15 bytes. */
const PROXIES = new Set([
  'com.docker.backend',
  'com.docker.back',
  'com.docker.vpnkit',
  'com.docker.vpnk',
  'conmon',
  'containers-rootlessport',
  'containers-root',
  'docker-proxy',
  'dockerd',
  'OrbStack Helper',
  'pasta',
  'pasta.avx2',
  'passt',
  'rootlesskit',
  'rootlessport',
  'slirp4netns',
  'vpnkit',
  'wslrelay',
  'wslrelay.exe',
]);

/**
 * Whether it goes by the name of a port proxy or an engine. A program can call itself anything: that is enough to tell where
 * an engine answers, not to tell whose a port is, nor whom to spare.
 */
export const isCalledPortProxy = ({ name, exe, command }: Process): boolean =>
  [name, baseName(exe ?? ''), baseName(command[0] ?? '')].some((each) => PROXIES.has(each));

/** Whether it only passes on what is meant for containers: to end it would cut them off. */
export function isPortProxy(process: Process): boolean {
  const executable = executablePath(process);
  // The name has to do for another user's process, whose executable may not be seen.
  return executable === null ? isCalledPortProxy(process) : PROXIES.has(baseName(executable));
}
