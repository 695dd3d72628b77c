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

/** Whether it only passes on what is meant for containers: to end it would cut them off. */
export function isPortProxy(process: Process): boolean {
  const executable = executablePath(process);
  // A program can call itself anything. Only of another user's, whose executable may not be seen, its name has to do.
  if (executable !== null) return PROXIES.has(baseName(executable));
  return [process.name, baseName(process.command[0] ?? '')].some((each) => PROXIES.has(each));
}
