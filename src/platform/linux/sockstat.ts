import { errnoOf, isExhausted, type ProcFs } from './procFs';

/** The name of a protocol in /proc/net/sockstat, or with a 6 in sockstat6. */
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
      // A kernel without IPv6, or a /proc mounted with `subset=pid`, lacks the file.
      if (!isExhausted(errnoOf(error))) absent.add(file);
      return undefined;
    }
  };
  // These files stay open: opened later, this process would seem to have opened something since it was read.
  for (const file of ['net/sockstat', 'net/sockstat6']) read(file);
  return (name) => {
    const counts = read(name.endsWith('6') ? 'net/sockstat6' : 'net/sockstat');
    // A count never begins with 0, so that ` 0` is the whole number.
    return counts?.includes(`\n${name}: inuse 0`) ?? false;
  };
}
