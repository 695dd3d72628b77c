import { ancestry, type Process } from '../../core/snapshot/process';

/**
 * The lead comes first: the owner that is an ancestor of all others, or else the oldest. The others follow by age.
 * Those that have ended since they were found are left out.
 */
export function leadFirst(pids: readonly number[], processes: ReadonlyMap<number, Process>): number[] {
  if (pids.length < 2) return pids.filter((pid) => processes.has(pid));
  const owners = pids
    .flatMap((pid) => processes.get(pid) ?? [])
    .sort((a, b) => Number(a.startTime) - Number(b.startTime) || a.pid - b.pid);
  const chains = owners.map((owner) => new Set(ancestry(owner.pid, processes).map(({ pid }) => pid)));
  const lead = owners.find(({ pid }) => chains.every((chain) => chain.has(pid))) ?? owners[0];
  if (!lead) return [];
  return [lead.pid, ...owners.filter((owner) => owner !== lead).map(({ pid }) => pid)];
}
