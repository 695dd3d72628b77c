import { errnoOf, isExhausted, ProcFs } from './procFs';

/** random(4): `13b8a0b1-4a5c-4c8e-9d0e-0f6a2b1c3d4e`, a new one at each start of the kernel. */
const BOOT_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The id of this start of the machine; `null` where /proc does not show it. */
export function bootId(fs = new ProcFs()): string | null {
  try {
    const text = fs.readStart('sys/kernel/random/boot_id', 64).toString('latin1').trim();
    return BOOT_ID.test(text) ? text : null;
  } catch (error) {
    // A /proc mounted with `subset=pid` has no such file; a container's may refuse it.
    if (isExhausted(errnoOf(error))) throw error;
    return null;
  }
}
