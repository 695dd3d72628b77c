import { endianness } from 'node:os';
import koffi from 'koffi';

/** What a process, or the children it has waited for, took. */
export interface Usage {
  /** User and system time, in milliseconds. */
  readonly cpuMs: number;
  /** Largest resident set, in bytes; of children, the largest of any one. */
  readonly maxRss: number;
}

// <sys/resource.h>
const RUSAGE = { self: 0, children: -1 } as const;
const SIZE = 144;

const getrusage = koffi.load(null).func('int getrusage(int, _Out_ uint8_t *)') as (
  who: number,
  usage: Buffer,
) => number;

/** getrusage(2): `struct timeval ru_utime, ru_stime; long ru_maxrss` in kilobytes, and more. */
export function usageOf(who: keyof typeof RUSAGE): Usage {
  const bytes = Buffer.alloc(SIZE);
  if (getrusage(RUSAGE[who], bytes) !== 0) throw new Error(`getrusage: errno ${koffi.errno()}`);
  const long = (at: number): number =>
    Number(endianness() === 'LE' ? bytes.readBigInt64LE(at) : bytes.readBigInt64BE(at));
  const time = (at: number): number => long(at) * 1000 + long(at + 8) / 1000;
  return { cpuMs: time(0) + time(16), maxRss: long(32) * 1024 };
}
