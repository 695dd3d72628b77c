import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** System calls of a command and all its children, by strace(1); `null` where that may not be used. */
export function systemCalls(file: string, args: readonly string[]): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-'));
  try {
    const summary = join(folder, 'summary');
    const { status, error } = spawnSync('strace', ['-f', '-c', '-o', summary, file, ...args], {
      stdio: 'ignore',
    });
    if (error || status === null) return null;
    // ` 100.00    0.000000           0      1099       180 total`: the fourth column counts the calls.
    const total = readFileSync(summary, 'utf8')
      .split('\n')
      .find((line) => line.endsWith(' total'));
    const calls = Number(total?.trim().split(/\s+/)[3]);
    return Number.isSafeInteger(calls) ? calls : null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
