import type { Koffi } from '../../koffi';

/** The system calls of a netlink socket; negative on failure, `errno` then says why. Buffers only, never pointers. */
export interface NetlinkCalls {
  socket(domain: number, type: number, protocol: number): number;
  send(descriptor: number, message: Uint8Array, length: number, flags: number): number;
  recv(descriptor: number, buffer: Uint8Array, length: number, flags: number): number;
  close(descriptor: number): number;
  /** The errno of the last call; it must be asked for at once. */
  errno(): number;
}

/** Takes the calls from the C library that this process runs with. Throws where that lacks one of them. */
export function netlinkCalls(koffi: Koffi): NetlinkCalls {
  const libc = koffi.load(null);
  // koffi knows no ssize_t; on Linux it is as wide as a long.
  return {
    socket: libc.func('int socket(int, int, int)') as NetlinkCalls['socket'],
    send: libc.func('long send(int, const void *, size_t, int)') as NetlinkCalls['send'],
    recv: libc.func('long recv(int, void *, size_t, int)') as NetlinkCalls['recv'],
    close: libc.func('int close(int)') as NetlinkCalls['close'],
    errno: () => koffi.errno(),
  };
}
