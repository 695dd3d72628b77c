import type { Socket } from '../socket/socket';
import type { Snapshot } from './snapshot';
import { userName } from './userName';

/**
 * Why nobody is shown to hold a socket that somebody may hold. `capability`: this process is root's and lacks CAP_SYS_PTRACE;
 * `own`: the user's own, which the kernel hides where a process runs with capabilities or setuid; `another`: another user's,
 * with the name where the system has one; `unknown`: nothing tells.
 */
export type HiddenHolder =
  | { readonly kind: 'capability' | 'own' | 'unknown' }
  | { readonly kind: 'another'; readonly uid: number; readonly user: string | null };

export function hiddenHolder({ uid }: Socket, snapshot: Snapshot): HiddenHolder {
  const { machine, gaps } = snapshot;
  const refusal = gaps.find(({ subject, kind }) => subject === 'owners' && kind === 'permission');
  if (refusal?.detail === 'CAP_SYS_PTRACE') return { kind: 'capability' };
  // What even root may not look into tells nothing of whose it is.
  if (refusal?.detail === 'root' || uid === null || machine.uid === null) return { kind: 'unknown' };
  if (uid !== machine.uid) return { kind: 'another', uid, user: userName(uid, snapshot) };
  return { kind: refusal ? 'own' : 'unknown' };
}
