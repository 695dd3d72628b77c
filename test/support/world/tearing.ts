// Many UDP sockets that stay among others that come and go, in a namespace of its own. Prints how often one plain read
// of the table, and how often a look of the probe, missed a socket that stays or had one twice; and whether one that is
// closed is still shown.
import { endianness } from 'node:os';
import { parseInetTable } from '../../../src/platform/linux/inetTable';
import { LinuxProbe } from '../../../src/platform/linux/linuxProbe';
import { ProcFs } from '../../../src/platform/linux/procFs';
import { ipv4 } from './address';
import { Holder } from './holder';
import { setUp } from './libc';
import type { Held } from './order';

const STAYING = 1500;
const LOOKS = 25;

async function main(): Promise<void> {
  setUp('lo');
  const [staying, moving] = await Promise.all([Holder.start(), Holder.start()]);
  const probe = new LinuxProbe({ method: process.argv[2] as 'sock_diag' | 'proc' });
  try {
    const held: Held[] = [];
    for (let left = STAYING; left > 0; left--) {
      held.push(await staying.open({ domain: 'inet', type: 'dgram', bind: ipv4('127.0.0.1') }));
    }
    const inodes = held.map(({ inode }) => inode);
    await moving.ask({ do: 'churn', sockets: 40 });

    const fs = new ProcFs();
    const descriptor = fs.open('net/udp');
    const layout = { protocol: 'udp', family: 'ipv4', bigEndian: endianness() === 'BE' } as const;
    let torn = 0;
    let wrong = 0;
    for (let look = 0; look < LOOKS; look++) {
      const plain = parseInetTable(fs.readTable(descriptor).bytes, layout).rows;
      if (
        !eachOnce(
          inodes,
          plain.map(({ inode }) => inode),
        )
      )
        torn++;
      const { sockets } = await probe.read('listeners');
      if (
        !eachOnce(
          inodes,
          sockets.map(({ inode }) => inode),
        )
      )
        wrong++;
    }
    const [closed] = held;
    await staying.close(closed!);
    const { sockets } = await probe.read('listeners');
    const lingers = sockets.some(({ inode }) => inode === closed!.inode);
    console.log(JSON.stringify({ looks: LOOKS, torn, wrong, lingers }));
  } finally {
    probe.dispose();
    await Promise.all([staying.stop(), moving.stop()]);
  }
}

function eachOnce(expected: readonly number[], found: readonly (number | null)[]): boolean {
  const counts = new Map<number | null, number>();
  for (const inode of found) counts.set(inode, (counts.get(inode) ?? 0) + 1);
  return expected.every((inode) => counts.get(inode) === 1);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
