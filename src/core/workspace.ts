/** A folder of the workspace, as VS Code names it. */
export interface WorkspaceFolder {
  readonly name: string;
  /** Absolute, in the system's own form. */
  readonly path: string;
}

export interface WorkspaceTerminal {
  /** Stable while the terminal lives. */
  readonly id: string;
  /** VS Code's name for it; often just its foreground job's. */
  readonly name: string;
  /** The shell's pid. */
  readonly pid: number;
  /** The command line it runs now, as shell integration reports it. */
  readonly command: string | null;
}

export interface WorkspaceTask {
  readonly id: string;
  readonly name: string;
  readonly pid: number;
  /** Whether VS Code told the pid; otherwise it is that of the one terminal that bears the task's name. */
  readonly reported: boolean;
  /** Path of the folder whose tasks.json it is from; `null` for user and workspace-wide tasks. */
  readonly folder: string | null;
}

export interface InstalledExtension {
  /** `publisher.name` */
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

/** What VS Code knows of the processes it runs; the command line hands in {@link NO_WORKSPACE}. */
export interface Workspace {
  readonly folders: readonly WorkspaceFolder[];
  readonly terminals: readonly WorkspaceTerminal[];
  readonly tasks: readonly WorkspaceTask[];
  /** Pid of the extension host that asks; `null` outside VS Code. */
  readonly extensionHost: number | null;
  readonly extensions: readonly InstalledExtension[];
  /** Where VS Code's own program is installed; `null` outside VS Code. */
  readonly appRoot: string | null;
}

export const NO_WORKSPACE: Workspace = {
  folders: [],
  terminals: [],
  tasks: [],
  extensionHost: null,
  extensions: [],
  appRoot: null,
};
