import type { Container } from '../origins/container';
import type { ProcessIdentity } from './process';
import type { Gap } from './reading';

/** A folder of the workspace, as VS Code names it. */
export interface WorkspaceFolder {
  readonly name: string;
  /** Absolute, in the system's own form. */
  readonly path: string;
  /** The same path as the system gives it, which is the form of a process's folder; absent where both are equal. */
  readonly realPath?: string;
  /** The Git branch that is checked out there, or the commit where none is; absent where there is no repository. */
  readonly branch?: string;
  /** Where it is a linked worktree (git-worktree(1)): the folder of the main one. */
  readonly worktreeOf?: string;
}

export interface WorkspaceTerminal {
  /** Stable while the terminal lives, also over a reload of the window: its shell's pid. */
  readonly id: string;
  /** VS Code's name for it; often just its foreground job's. */
  readonly name: string;
  /** The pid of the terminal's shell. */
  readonly pid: number;
  /** The command line it runs now, as shell integration reports it. */
  readonly command: string | null;
}

export interface WorkspaceTask {
  readonly id: string;
  readonly name: string;
  readonly pid: number;
  /** Whether VS Code reported the pid; otherwise it is that of the one terminal that bears the task's name. */
  readonly reported: boolean;
  /** Path of the folder whose tasks.json it is from; `null` for user and workspace-wide tasks. */
  readonly folder: string | null;
}

/**
 * How a debug session's pid is known. `process`: the protocol's event of that name; `runInTerminal`: the answer to its
 * request of that name; `name`: the name of a child session contains it, as js-debug's do. For a session that attaches,
 * `configuration`: its configuration names the pid; `port`: the process listens on the port that the session connects
 * to.
 */
export type PidSource = 'process' | 'runInTerminal' | 'name' | 'configuration' | 'port';

/** A debug session with all its child sessions. */
export interface WorkspaceDebugSession {
  /** VS Code's id of the parent session. */
  readonly id: string;
  /** The name of the parent session. */
  readonly name: string;
  /** Name of its launch configuration. */
  readonly configuration: string;
  /** The session attached to a process that it had not started. */
  readonly attached: boolean;
  /** Path of the folder it was started for; `null`: for none. */
  readonly folder: string | null;
  readonly processes: readonly SessionProcess[];
  /** The port of this machine that the session connects to, to attach to the process that listens there. */
  readonly port: number | null;
}

export interface SessionProcess {
  readonly pid: number;
  readonly source: PidSource;
  /** What the session calls it beside the pid, a path or a script's name: a pid alone may be one of another machine. */
  readonly title: string | null;
}

export interface InstalledExtension {
  /** The extension's id: `publisher.name`. */
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

/** A process that was seen to come from a terminal, task or debug session. */
export interface RememberedProcess extends ProcessIdentity {
  readonly origin: {
    readonly kind: 'debug' | 'task' | 'terminal';
    readonly id: string;
    readonly name: string;
    readonly folder: string | null;
  };
  /** When that origin ended, in milliseconds since the epoch; `null`: it has not been seen to end. */
  readonly endedAt: number | null;
}

/** What VS Code knows of the processes it runs; the command line passes {@link NO_WORKSPACE}. */
export interface Workspace {
  /** When these facts were gathered, in milliseconds since the epoch; of what has ended, at most a minute ago. */
  readonly at: number;
  readonly folders: readonly WorkspaceFolder[];
  readonly terminals: readonly WorkspaceTerminal[];
  readonly tasks: readonly WorkspaceTask[];
  readonly debugSessions: readonly WorkspaceDebugSession[];
  /** What the container engines run; `[]` where there is no engine, or none was asked yet. */
  readonly containers: readonly Container[];
  /** What could not be asked: engines that are there and may not be. */
  readonly gaps: readonly Gap[];
  /** Pid of the extension host that asks; `null` outside VS Code. */
  readonly extensionHost: number | null;
  readonly extensions: readonly InstalledExtension[];
  /** Where VS Code's own program is installed; `null` outside VS Code. */
  readonly appRoot: string | null;
  /** Processes whose origin is remembered, by {@link processKey}. */
  readonly remembered: ReadonlyMap<string, RememberedProcess>;
  /** The window was reloaded, and its terminals and tasks are not all back yet: it cannot be said which have ended. */
  readonly reconnecting: boolean;
  /** Paths of the sockets that this window gives to its terminals, now and before its reloads. */
  readonly windowSockets: readonly string[];
}

export const NO_WORKSPACE: Workspace = {
  at: 0,
  folders: [],
  terminals: [],
  tasks: [],
  debugSessions: [],
  containers: [],
  gaps: [],
  extensionHost: null,
  extensions: [],
  appRoot: null,
  remembered: new Map(),
  reconnecting: false,
  windowSockets: [],
};
