import * as vscode from 'vscode';
import { joinedPid, joinedPort, parseDebugMessage, pidInName } from '../../core/origins/debugMessages';
import { joinedProcesses } from '../../core/origins/joinedProcesses';
import type { Snapshot } from '../../core/snapshot/snapshot';
import type { SessionProcess, WorkspaceDebugSession } from '../../core/snapshot/workspace';
import { sameValue } from '../../core/values/sameValue';

interface SessionState {
  readonly session: vscode.DebugSession;
  /** What passed between the debug adapter and VS Code. */
  readonly told: SessionProcess[];
  /** The processes that listen on the port that the session connects to, from the last snapshot. */
  joined: readonly SessionProcess[];
}

/** The window's debug sessions, and every way in which they report their processes. */
export class DebugFacts implements vscode.Disposable {
  /** Sessions by VS Code's id, child sessions included. */
  readonly #sessions = new Map<string, SessionState>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #found = new vscode.EventEmitter<void>();
  readonly #ended = new vscode.EventEmitter<string>();
  readonly #subscriptions: vscode.Disposable;

  readonly onDidChange = this.#changed.event;
  /** Sets the processes that a snapshot shows a session to have attached to. */
  readonly onDidFind = this.#found.event;
  /** The id of a session that has no parent. */
  readonly onDidEnd = this.#ended.event;

  constructor() {
    // Of those that began before us VS Code names the active one only.
    let running = vscode.debug.activeDebugSession;
    for (; running; running = running.parentSession) this.#meet(running);
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#found,
      this.#ended,
      // A tracker is asked for before onDidStartDebugSession, and in time for the first message.
      vscode.debug.registerDebugAdapterTrackerFactory('*', {
        createDebugAdapterTracker: (session) => {
          const { told } = this.#meet(session);
          const listen = (message: unknown): void => {
            const found = parseDebugMessage(message);
            if (found.length === 0) return;
            told.push(...found);
            this.#changed.fire();
          };
          return { onDidSendMessage: listen, onWillReceiveMessage: listen };
        },
      }),
      vscode.debug.onDidStartDebugSession((session) => {
        this.#meet(session);
        this.#changed.fire();
      }),
      vscode.debug.onDidTerminateDebugSession((session) => {
        this.#sessions.delete(session.id);
        if (!session.parentSession) this.#ended.fire(session.id);
        this.#changed.fire();
      }),
    );
  }

  current(): WorkspaceDebugSession[] {
    const states = [...this.#sessions.values()];
    return states
      .filter(({ session }) => !session.parentSession)
      .map(({ session: { id, name, configuration, workspaceFolder } }) => ({
        id,
        name,
        configuration: configuration.name,
        attached: configuration.request === 'attach',
        folder: workspaceFolder?.uri.fsPath ?? null,
        processes: states.filter(({ session }) => rootOf(session).id === id).flatMap(processesOf),
        port: joinedPort(configuration) ?? null,
      }));
  }

  /** The names as they are now: VS Code tells nobody when an adapter changes one. */
  names(): string[] {
    return [...this.#sessions.values()].map(({ session }) => session.name);
  }

  /** The session with the id in {@link WorkspaceDebugSession}. */
  session(id: string): vscode.DebugSession | undefined {
    return this.#sessions.get(id)?.session;
  }

  /** Finds the processes of sessions that attach by a port: such a session does not name the process itself. */
  see(snapshot: Snapshot): void {
    for (const state of this.#sessions.values()) {
      const port = joinedPort(state.session.configuration);
      if (port === undefined) continue;
      const joined = joinedProcesses(port, snapshot);
      if (sameValue(joined, state.joined)) continue;
      state.joined = joined;
      this.#found.fire();
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #meet(session: vscode.DebugSession): SessionState {
    const known = this.#sessions.get(session.id);
    if (known) return known;
    const state = { session, told: [], joined: [] };
    this.#sessions.set(session.id, state);
    return state;
  }
}

function rootOf(session: vscode.DebugSession): vscode.DebugSession {
  let root = session;
  while (root.parentSession) root = root.parentSession;
  return root;
}

/** A parent's name is what a person called it, in brackets or not; a child's is the adapter's own. */
function processesOf({ session, told, joined }: SessionState): SessionProcess[] {
  if (!session.parentSession) return [...told, ...joinedPid(session.configuration), ...joined];
  const named = pidInName(session.name) ?? pidInName(session.configuration.name);
  return named ? [...told, named] : told;
}
