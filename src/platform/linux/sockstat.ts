import { errnoOf, isExhausted, type ProcFs } from './procFs';

/** What a protocol is called in /proc/net/sockstat, or with a 6 in sockstat6. */
export type SockstatName = 'UDP' | 'UDP6' | 'UDPLITE' | 'UDPLITE6';

/**
 * Asks whether the kernel counts no socket of a protocol in this network namespace; `false` also where it does not say.
 * proc_net(5), net/ipv4/proc.c sockstat_seq_show():
 *
 *     UDP: inuse 3 mem 2
 *     UDPLITE: inuse 0
 *
 * Only none says anything: behind a count that is the same as before, one may have gone and another come.
 */
export function sockstat(fs: ProcFs): (name: SockstatName) => boolean {
  const absent = new Set<string>();
  const read = (file: string): Buffer | undefined => {
    if (absent.has(file)) return undefined;
    try {
      return fs.readKept(file);
    } catch (error) {
      // A kernel without IPv6, a /proc mounted with `subset=pid`.
      if (!isExhausted(errnoOf(error))) absent.add(file);
      return undefined;
    }
  };
  // They stay open: opened later, this process would seem to have opened something since it was looked at.
  for (const file of ['net/sockstat', 'net/sockstat6']) read(file);
  return (name) => {
    const counts = read(name.endsWith('6') ? 'net/sockstat6' : 'net/sockstat');
    // No digit follows a 0.
    return counts?.includes(`\n${name}: inuse 0`) ?? false;
  };
}
