import * as vscode from 'vscode';
import type { Workspace, WorkspaceTask, WorkspaceTerminal } from '../../core/workspace';

interface TerminalFacts {
  readonly id: string;
  pid: number | undefined;
  /** The command line that runs now, and the last one that ran. */
  command: string | undefined;
  lastCommand: string | undefined;
}

interface TaskFacts {
  readonly id: string;
  readonly pid: number;
}

/**
 * What VS Code knows of the processes it runs. Terminals and tasks tell their pids by events and promises, so this
 * listens from activation on; after a window reload they come back some five seconds later, by the same events.
 */
export class WorkspaceFacts implements vscode.Disposable {
  readonly #terminals = new Map<vscode.Terminal, TerminalFacts>();
  readonly #tasks = new Map<vscode.TaskExecution, TaskFacts>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  #terminalCount = 0;

  /** Something began or ended that may open or close sockets, or give them another name. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    for (const terminal of vscode.window.terminals) this.#meet(terminal);
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.window.onDidOpenTerminal((terminal) => this.#meet(terminal)),
      vscode.window.onDidCloseTerminal((terminal) => {
        this.#terminals.delete(terminal);
        this.#changed.fire();
      }),
      vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) => {
        this.#command(terminal, execution.commandLine.value);
      }),
      vscode.window.onDidEndTerminalShellExecution(({ terminal }) => this.#command(terminal, undefined)),
      vscode.tasks.onDidStartTaskProcess(({ execution, processId }) => {
        this.#tasks.set(execution, {
          id: this.#taskId(execution.task),
          pid: processId,
        });
        this.#changed.fire();
      }),
      vscode.tasks.onDidEndTaskProcess(({ execution }) => {
        this.#tasks.delete(execution);
        this.#changed.fire();
      }),
      vscode.debug.onDidStartDebugSession(() => this.#changed.fire()),
      vscode.debug.onDidTerminateDebugSession(() => this.#changed.fire()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#changed.fire()),
    );
  }

  current(): Workspace {
    return {
      folders: (vscode.workspace.workspaceFolders ?? [])
        .filter(({ uri }) => uri.scheme === 'file' || uri.scheme === 'vscode-remote')
        .map(({ name, uri }) => ({ name, path: uri.fsPath })),
      terminals: [...this.#terminals].flatMap(([terminal, facts]) => terminalOf(terminal, facts)),
      tasks: [
        ...[...this.#tasks].map(([execution, facts]) => taskOf(execution, facts)),
        ...this.#unreportedTasks(),
      ],
      extensionHost: process.pid,
      extensions: vscode.extensions.all.map(({ id, extensionPath, packageJSON }) => ({
        id,
        name: displayName(packageJSON) ?? id,
        path: extensionPath,
      })),
      appRoot: vscode.env.appRoot,
    };
  }

  /** By the id in {@link WorkspaceTerminal}. */
  terminal(id: string): vscode.Terminal | undefined {
    for (const [terminal, facts] of this.#terminals) if (facts.id === id) return terminal;
    return undefined;
  }

  /** What to type to run again what this terminal ran last, where shell integration told. */
  lastCommand(id: string): string | undefined {
    for (const facts of this.#terminals.values())
      if (facts.id === id) return facts.command ?? facts.lastCommand;
    return undefined;
  }

  /** By the id in {@link WorkspaceTask}. */
  task(id: string): vscode.TaskExecution | undefined {
    for (const [execution, facts] of this.#tasks) if (facts.id === id) return execution;
    return this.#unreported().find(({ task }) => plainTaskId(task) === id);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #meet(terminal: vscode.Terminal): void {
    if (this.#terminals.has(terminal)) return;
    const facts: TerminalFacts = {
      id: String(++this.#terminalCount),
      pid: undefined,
      command: undefined,
      lastCommand: undefined,
    };
    this.#terminals.set(terminal, facts);
    // A terminal that fails to start has no pid, and holds no socket.
    void terminal.processId.then((pid) => {
      facts.pid = pid;
      this.#changed.fire();
    });
  }

  #command(terminal: vscode.Terminal, command: string | undefined): void {
    this.#meet(terminal);
    const facts = this.#terminals.get(terminal);
    if (facts) {
      facts.lastCommand = command ?? facts.command ?? facts.lastCommand;
      facts.command = command;
    }
    this.#changed.fire();
  }

  /** A task that runs again keeps its id; one that runs twice at a time gets a number. */
  #taskId({ source, name }: vscode.Task): string {
    const taken = new Set([...this.#tasks.values()].map(({ id }) => id));
    const plain = plainTaskId({ source, name });
    let id = plain;
    for (let count = 2; taken.has(id); count++) id = `${plain}:${count}`;
    return id;
  }

  /** Tasks whose process began before we were there to be told, as after a reload of the window. */
  #unreported(): vscode.TaskExecution[] {
    return vscode.tasks.taskExecutions.filter((execution) => !this.#tasks.has(execution));
  }

  /** A task's terminal bears the task's name, and its process is the task's. */
  #unreportedTasks(): WorkspaceTask[] {
    return this.#unreported().flatMap((execution) => {
      const named = [...this.#terminals].filter(([{ name }]) => name === execution.task.name);
      const pid = named.length === 1 ? named[0]?.[1].pid : undefined;
      if (pid === undefined) return [];
      return [{ ...taskOf(execution, { id: plainTaskId(execution.task), pid }), reported: false }];
    });
  }
}

function terminalOf(terminal: vscode.Terminal, { id, pid, command }: TerminalFacts): WorkspaceTerminal[] {
  if (pid === undefined) return [];
  return [{ id, name: terminal.name, pid, command: command ?? null }];
}

function taskOf({ task }: vscode.TaskExecution, { id, pid }: TaskFacts): WorkspaceTask {
  const scope = task.scope;
  const folder = typeof scope === 'object' ? scope.uri.fsPath : null;
  return { id, name: task.name, pid, reported: true, folder };
}

const plainTaskId = ({ source, name }: Pick<vscode.Task, 'source' | 'name'>): string => `${source}/${name}`;

function displayName(manifest: unknown): string | undefined {
  if (typeof manifest !== 'object' || manifest === null || !('displayName' in manifest)) return undefined;
  return typeof manifest.displayName === 'string' && manifest.displayName !== ''
    ? manifest.displayName
    : undefined;
}
