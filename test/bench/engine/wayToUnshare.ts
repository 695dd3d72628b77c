import { spawnSync } from 'node:child_process';

const NAMESPACES = ['--net', '--pid', '--fork', '--kill-child', '--mount-proc'];

/**
 * The command that runs another one in network, pid and mount namespaces of its own, with its own /proc; `undefined` where
 * that may not be done.
 */
export function wayToUnshare(): string[] | undefined {
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const unshare = ['unshare', ...asRoot, ...NAMESPACES];
  const { status } = spawnSync('env', [...unshare, 'true'], { stdio: 'ignore' });
  return status === 0 ? unshare : undefined;
}
