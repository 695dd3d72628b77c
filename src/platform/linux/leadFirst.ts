import { ancestry, type Process } from '../../core/snapshot/process';
import { onlyHolds } from '../../core/snapshot/socketHolder';

/**
 * The lead comes first: the owner that is an ancestor of all others, or else the oldest. The others follow by age.
 * One that only holds the socket for a service, as systemd does, comes last. Those that have ended since they were found are left out.
 */
export function leadFirst(pids: readonly number[], processes: ReadonlyMap<number, Process>): number[] {
  if (pids.length < 2) return pids.filter((pid) => processes.has(pid));
  const owners = pids
    .flatMap((pid) => processes.get(pid) ?? [])
    .sort((a, b) => Number(a.startTime) - Number(b.startTime) || a.pid - b.pid);
  const holding = owners.filter((owner) => onlyHolds(owner, owners));
  const serving = owners.filter((owner) => !holding.includes(owner));
  const chains = serving.map((owner) => new Set(ancestry(owner.pid, processes).map(({ pid }) => pid)));
  const lead = serving.find(({ pid }) => chains.every((chain) => chain.has(pid))) ?? serving[0];
  if (!lead) return [];
  const rest = serving.filter((owner) => owner !== lead);
  return [lead, ...rest, ...holding].map(({ pid }) => pid);
}
