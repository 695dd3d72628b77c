import type { Process } from '../snapshot/process';
import type { Socket } from '../socket/socket';

/** `VSCODE_IPC_HOOK_CLI`: each terminal's own, for the command line. `VSCODE_GIT_IPC_HANDLE`: the window's, for Git's questions. */
export type SocketVariable = 'VSCODE_IPC_HOOK_CLI' | 'VSCODE_GIT_IPC_HANDLE';

/** The socket by which a process that was started in a terminal of VS Code can reach its window. */
export interface WindowSocket {
  readonly variable: SocketVariable;
  /** `/run/user/1000/vscode-git-397e5643e5.sock` */
  readonly path: string;
}

/** `[]`: it was not started in a terminal of VS Code, or its environment cannot be seen. */
export function windowSocketsOf({ environment }: Process): WindowSocket[] {
  if (environment?.['TERM_PROGRAM'] !== 'vscode') return [];
  return (['VSCODE_GIT_IPC_HANDLE', 'VSCODE_IPC_HOOK_CLI'] as const).flatMap((variable) => {
    const path = environment[variable];
    return path ? [{ variable, path }] : [];
  });
}

/** The Git extension's socket in an extension host: the same over reloads, since it is named after the workspace. */
const GIT_SOCKET = /[/\\]vscode-git-[0-9a-f]{1,40}\.sock$/;

/**
 * The window's own socket, which its terminals have in their environment and others' do not; `undefined`: the Git
 * extension has none.
 */
export function gitSocketOf(extensionHost: number, sockets: Iterable<Socket>): string | undefined {
  for (const { state, local, owners } of sockets) {
    if (state !== 'LISTEN' || local === null || !('path' in local) || !owners?.includes(extensionHost))
      continue;
    if (GIT_SOCKET.test(local.path.slice(-100))) return local.path;
  }
  return undefined;
}
