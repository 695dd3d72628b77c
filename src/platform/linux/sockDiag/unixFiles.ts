import type { KernelFile } from '../unixFile';
import { Answer, eachAttribute, eachMessage } from './answer';
import { DiagSocket } from './diagSocket';
import { AF_UNIX } from './netlink';
import type { NetlinkCalls } from './netlinkCalls';
import { unixRequest } from './requests';
import { UNIX_DIAG_MESSAGE } from './unixDiag';

// <linux/unix_diag.h>
const UDIAG_SHOW_VFS = 0x02;
/** struct unix_diag_vfs: u32 udiag_vfs_ino, udiag_vfs_dev. */
const UNIX_DIAG_VFS = 1;

/** Receivers only: bits by state, include/net/tcp_states.h. */
const LISTEN_OR_UNCONNECTED = (1 << 10) | (1 << 7);

/**
 * The file that each Unix socket of this network namespace is bound to, by the socket's inode, whatever it is called
 * now, and also where it is gone. Opens a netlink socket for this one question. `undefined`: the kernel does not answer.
 */
export function boundFiles(calls: NetlinkCalls): Map<number, KernelFile> | undefined {
  const socket = new DiagSocket(calls, () => undefined);
  try {
    const answer = socket.dump(unixRequest(LISTEN_OR_UNCONNECTED, UDIAG_SHOW_VFS));
    return answer instanceof Answer ? filesIn(answer) : undefined;
  } finally {
    socket.close();
  }
}

function filesIn(answer: Answer): Map<number, KernelFile> {
  const files = new Map<number, KernelFile>();
  const { INO, LENGTH } = UNIX_DIAG_MESSAGE;
  eachMessage(answer, (at, end) => {
    if (end - at < LENGTH || answer.u8[at] !== AF_UNIX) return;
    eachAttribute(answer, at + LENGTH, end, (type, from, to) => {
      if (type !== UNIX_DIAG_VFS || to - from < 8) return;
      files.set(answer.u32(at + INO), { inode: answer.u32(from), device: answer.u32(from + 4) });
    });
  });
  return files;
}
