import assert from 'node:assert/strict';

/** Whether there is such a process, by kill(2) with signal 0; its ESRCH is the only answer that says no. */
export function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'ESRCH');
    return false;
  }
}
