import { endianness, uptime } from 'node:os';
import type { BootClock } from '../../core/snapshot/process';
import { errnoOf, isExhausted, type ProcFs, rethrowUnlessErrno } from './procFs';

/** The key of the clock ticks per second in the auxiliary vector, elf.h. */
const AT_CLKTCK = 17;

/** The unit of start times on every machine where the kernel does not say: USER_HZ. */
const USUAL_TICKS = 100;

/** Ticks per second from this process's auxiliary vector, getauxval(3): what sysconf(_SC_CLK_TCK) would say. */
export function ticksPerSecond(fs: ProcFs): number {
  try {
    return clockTicks(fs.readStart('self/auxv'), endianness() === 'BE') ?? USUAL_TICKS;
  } catch (error) {
    // Refused where this process may not be traced.
    if (isExhausted(errnoOf(error))) throw error;
    return USUAL_TICKS;
  }
}

/** Pairs of machine words, type and value. Read as words of the wrong width the type is never 17 with a value above 0. */
export function clockTicks(vector: Buffer, bigEndian: boolean): number | undefined {
  for (const width of [8, 4]) {
    const word = (at: number): number =>
      width === 8
        ? Number(bigEndian ? vector.readBigUInt64BE(at) : vector.readBigUInt64LE(at))
        : bigEndian
          ? vector.readUInt32BE(at)
          : vector.readUInt32LE(at);
    for (let at = 0; at + 2 * width <= vector.length; at += 2 * width) {
      const value = word(at + width);
      if (word(at) === AT_CLKTCK && value > 0 && value <= 1e6) return value;
    }
  }
  return undefined;
}

/** Now, in ticks since boot, from the first number of /proc/uptime: seconds with two decimals, suspended time included. */
export function bootClock(fs: ProcFs, perSecond: number): BootClock {
  return { now: String(Math.round(secondsUp(fs) * perSecond)), perSecond };
}

function secondsUp(fs: ProcFs): number {
  try {
    const seconds = Number(fs.readKept('uptime').toString('latin1').split(' ', 1)[0]);
    if (Number.isFinite(seconds)) return seconds;
  } catch (error) {
    // A /proc mounted with `subset=pid` has no such file.
    rethrowUnlessErrno(error);
  }
  return uptime();
}
