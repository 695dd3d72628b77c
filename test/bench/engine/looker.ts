// Looks that many times on its own thread, for strace(1) to count. argv: scope, times.
import { systemFor } from '../../../src/platform/system';

async function main(): Promise<void> {
  const scope = process.argv[2] === 'all' ? 'all' : 'listeners';
  const probe = systemFor().probe();
  for (let left = Number(process.argv[3]); left > 0; left--) await probe.read(scope);
  probe.dispose();
}

void main();
