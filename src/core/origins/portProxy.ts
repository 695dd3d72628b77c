import type { Process } from '../snapshot/process';
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
export const isPortProxy = ({ name, exe, command }: Process): boolean =>
  [name, baseName(exe ?? ''), baseName(command[0] ?? '')].some((each) => PROXIES.has(each));
