import { totalmem } from 'node:os';
import type { ProcessUsage } from '../core/inspection/fact';

/**
 * What a process uses: CPU as ps(1) tells it, an average over its life, and its part of the machine's memory. Runs `ps`
 * once (Windows: a small program of the library's, which tells neither), so only when somebody asks. `undefined`: there
 * is no such process any more. Rejects where there is no `ps`.
 */
export async function processUsage(pid: number): Promise<ProcessUsage | undefined> {
  // An ES module, loaded when it is wanted.
  const { default: psList } = await import('ps-list');
  const found = (await psList()).find((process) => process.pid === pid);
  if (!found) return undefined;
  const { cpu = null, memory = null } = found;
  return { cpu, memory, machineMemory: totalmem() };
}
