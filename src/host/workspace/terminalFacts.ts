import * as vscode from 'vscode';
import type { WorkspaceTerminal } from '../../core/snapshot/workspace';

/** A command line that shell integration reported. */
export interface CommandLine {
  readonly line: string;
  /**
   * Whether the shell itself reported it. What a program prints can look like the shell's own report (`ESC ] 633 ; E ;
   * …`), and then names any command line it likes.
   */
  readonly isTrusted: boolean;
}

interface TerminalState {
  pid: number | undefined;
  /** The command line that runs now, and the last one that ran. */
  command: CommandLine | undefined;
  lastCommand: CommandLine | undefined;
}

/**
 * The window's terminals. They tell their pids by promises, so this listens from activation on; after a reload of the
 * window they come back some five seconds later, by the same events.
 */
export class TerminalFacts implements vscode.Disposable {
  readonly #terminals = new Map<vscode.Terminal, TerminalState>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #ended = new vscode.EventEmitter<string>();
  readonly #subscriptions: vscode.Disposable;

  readonly onDidChange = this.#changed.event;
  /** A terminal's id. A reload of the window closes all of them, and does not end one. */
  readonly onDidEnd = this.#ended.event;

  constructor() {
    for (const terminal of vscode.window.terminals) this.#meet(terminal);
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#ended,
      vscode.window.onDidOpenTerminal((terminal) => this.#meet(terminal)),
      vscode.window.onDidCloseTerminal((terminal) => this.#closed(terminal)),
      vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) => {
        const { value, isTrusted } = execution.commandLine;
        this.#command(terminal, { line: value, isTrusted });
      }),
      vscode.window.onDidEndTerminalShellExecution(({ terminal }) => this.#command(terminal, undefined)),
    );
  }

  current(): WorkspaceTerminal[] {
    return [...this.#terminals].flatMap(([{ name }, { pid, command }]) =>
      pid === undefined ? [] : [{ id: String(pid), name, pid, command: command?.line ?? null }],
    );
  }

  /** The names as they are now: VS Code tells nobody when one changes with its foreground job. */
  names(): string[] {
    return [...this.#terminals.keys()].map(({ name }) => name);
  }

  /** The terminal with the id in {@link WorkspaceTerminal}. */
  terminal(id: string): vscode.Terminal | undefined {
    for (const [terminal, { pid }] of this.#terminals) if (String(pid) === id) return terminal;
    return undefined;
  }

  /** What this terminal runs, or ran last, if shell integration reported it. */
  lastCommand(id: string): CommandLine | undefined {
    const terminal = this.terminal(id);
    const state = terminal && this.#terminals.get(terminal);
    return state?.command ?? state?.lastCommand;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #meet(terminal: vscode.Terminal): void {
    if (this.#terminals.has(terminal)) return;
    const state: TerminalState = { pid: undefined, command: undefined, lastCommand: undefined };
    this.#terminals.set(terminal, state);
    // A terminal that fails to start has no pid, and holds no socket.
    void terminal.processId.then((pid) => {
      state.pid = pid;
      this.#changed.fire();
    });
  }

  #closed(terminal: vscode.Terminal): void {
    const pid = this.#terminals.get(terminal)?.pid;
    this.#terminals.delete(terminal);
    const reloads = terminal.exitStatus?.reason === vscode.TerminalExitReason.Shutdown;
    if (pid !== undefined && !reloads) this.#ended.fire(String(pid));
    this.#changed.fire();
  }

  #command(terminal: vscode.Terminal, command: CommandLine | undefined): void {
    this.#meet(terminal);
    const state = this.#terminals.get(terminal);
    if (state) {
      state.lastCommand = command ?? state.command ?? state.lastCommand;
      state.command = command;
    }
    this.#changed.fire();
  }
}
