import * as vscode from 'vscode';
import type { Container } from '../../core/origins/container';
import { isPortProxy } from '../../core/origins/portProxy';
import { processKey } from '../../core/snapshot/process';
import type { Gap } from '../../core/snapshot/reading';
import type { Snapshot } from '../../core/snapshot/snapshot';
import type { InstalledExtension, Workspace } from '../../core/snapshot/workspace';
import { sameValue } from '../../core/values/sameValue';
import { DebugFacts } from './debugFacts';
import { GitFacts } from './gitFacts';
import { OriginMemory } from './originMemory';
import { RealPaths } from './realPaths';
import { TaskFacts } from './taskFacts';
import { type CommandLine, TerminalFacts } from './terminalFacts';

export interface WorkspaceFactsDeps {
  /** `workspaceState`: remembers over reloads of the window where processes came from. */
  readonly memento: vscode.Memento;
  /** A folder's path as the system gives it; rejects where it has none. */
  readonly realPath: (path: string) => Promise<string>;
  /**
   * The container engines. They are asked at the first scan, when a proxy of theirs appears, and, for one that has
   * started since, when a person asks or a command has begun or ended; their events report the rest.
   */
  readonly containers?: {
    /** The containers in the last answer of each engine. */
    current(): readonly Container[];
    /** Engines that are there and may not be asked. */
    gaps(): readonly Gap[];
    refresh(): Promise<unknown>;
    /** Asks only those that have started since. */
    notice(): Promise<void>;
    onDidChange(listener: () => void): { dispose(): void };
  };
}

/** Milliseconds that a text such as `ended 12 min ago` stays true. */
const MINUTE = 60_000;

/** What VS Code knows of the processes it runs, gathered by events and kept between them: it is asked at each join. */
export class WorkspaceFacts implements vscode.Disposable {
  readonly #terminals = new TerminalFacts();
  readonly #tasks = new TaskFacts();
  readonly #debug = new DebugFacts();
  readonly #git = new GitFacts();
  readonly #paths: RealPaths;
  readonly #memory: OriginMemory;
  readonly #containers: WorkspaceFactsDeps['containers'];
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #learned = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  #seen: Snapshot['processes'] | undefined;
  /** The engines' proxies that the last scan found; `undefined` before the first scan. */
  #proxies: ReadonlySet<string> | undefined;
  #extensions: readonly InstalledExtension[] | undefined;
  #current: Workspace | undefined;
  /** Names that change without an event, as they were when {@link #current} was gathered. */
  #names: readonly string[] = [];

  /** Something began or ended that may open or close sockets, or give them another name. */
  readonly onDidChange = this.#changed.event;
  /** What is known has changed, and nothing that may open or close sockets: no scan is needed. */
  readonly onDidLearn = this.#learned.event;

  constructor({ memento, containers, realPath }: WorkspaceFactsDeps) {
    this.#containers = containers;
    this.#memory = new OriginMemory(memento, () => this.current());
    const tell = (): void => {
      this.#current = undefined;
      this.#changed.fire();
    };
    const learn = (): void => {
      this.#current = undefined;
      this.#learned.fire();
    };
    this.#paths = new RealPaths(realPath, tell);
    const tellAndNotice = (): void => {
      tell();
      void this.noticeEngines();
    };
    const end = (kind: string) => (id: string) => this.#memory.end(`${kind}:${id}`);
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#learned,
      ...[this.#terminals, this.#tasks, this.#debug, this.#git, this.#memory],
      this.#terminals.onDidEnd(end('terminal')),
      this.#tasks.onDidEnd(end('task')),
      this.#debug.onDidEnd(end('debug')),
      ...[this.#terminals, this.#tasks].map((facts) => facts.onDidChange(tellAndNotice)),
      ...[this.#debug, this.#git].map((facts) => facts.onDidChange(tell)),
      this.#debug.onDidFind(learn),
      this.#memory.onDidChange(learn),
      this.#memory.onDidJudge(tell),
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#paths.forget();
        tell();
      }),
      vscode.extensions.onDidChange(() => {
        this.#extensions = undefined;
        learn();
      }),
      ...(containers ? [containers.onDidChange(tell)] : []),
    );
  }

  /** The same object while nothing has changed. */
  current(): Workspace {
    const names = [...this.#terminals.names(), ...this.#debug.names()];
    const stale =
      this.#current &&
      (!sameValue(names, this.#names) || (hasEnds(this.#current) && Date.now() - this.#current.at >= MINUTE));
    if (!this.#current || stale) {
      this.#names = names;
      this.#current = this.#gather();
    }
    return this.#current;
  }

  /** A snapshot that was published: it is remembered where processes came from. */
  see(snapshot: Snapshot): void {
    this.#debug.see(snapshot);
    if (snapshot.processes === this.#seen) return;
    this.#seen = snapshot.processes;
    this.#memory.see(snapshot);
    this.#askEngines(snapshot);
  }

  /** Before a question is answered: an engine may have started since, of which there is no event. */
  async noticeEngines(): Promise<void> {
    await this.#containers?.notice();
  }

  /** Somebody wants to see what is there now. What is new comes with {@link onDidChange}. */
  refreshEngines(): void {
    void this.#containers?.refresh();
  }

  /** The terminal with the id in {@link WorkspaceTerminal}. */
  terminal(id: string): vscode.Terminal | undefined {
    return this.#terminals.terminal(id);
  }

  /** What this terminal runs, or ran last, if shell integration reported it. */
  lastCommand(id: string): CommandLine | undefined {
    return this.#terminals.lastCommand(id);
  }

  /** The task with the id in {@link WorkspaceTask}. */
  task(id: string): vscode.TaskExecution | undefined {
    return this.#tasks.task(id);
  }

  /** The session with the id in {@link WorkspaceDebugSession}. */
  debugSession(id: string): vscode.DebugSession | undefined {
    return this.#debug.session(id);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** Asks the engines only when a new port proxy appears: it may be the sign of an engine that has started since. */
  #askEngines({ processes }: Snapshot): void {
    const proxies = new Set([...processes.values()].filter(isPortProxy).map(processKey));
    const known = this.#proxies;
    this.#proxies = proxies;
    if (known && [...proxies].every((key) => known.has(key))) return;
    void this.#containers?.refresh();
  }

  #gather(): Workspace {
    const terminals = this.#terminals.current();
    return {
      at: Date.now(),
      folders: (vscode.workspace.workspaceFolders ?? [])
        .filter(({ uri }) => uri.scheme === 'file' || uri.scheme === 'vscode-remote')
        .map(({ name, uri }) => {
          const realPath = this.#paths.of(uri.fsPath);
          return {
            ...{ name, path: uri.fsPath },
            ...(realPath !== undefined && { realPath }),
            ...this.#git.checkout(uri),
          };
        }),
      terminals,
      tasks: this.#tasks.current(terminals),
      debugSessions: this.#debug.current(),
      containers: this.#containers?.current() ?? [],
      gaps: this.#containers?.gaps() ?? [],
      extensionHost: process.pid,
      extensions: (this.#extensions ??= installedExtensions()),
      appRoot: vscode.env.appRoot,
      remembered: this.#memory.remembered,
      reconnecting: this.#memory.reconnecting,
      windowSockets: this.#memory.windowSockets,
    };
  }
}

/** What says how long ago something ended grows old by itself. */
const hasEnds = ({ remembered }: Workspace): boolean =>
  [...remembered.values()].some(({ endedAt }) => endedAt !== null);

const installedExtensions = (): InstalledExtension[] =>
  vscode.extensions.all.map(({ id, extensionPath, packageJSON }) => ({
    id,
    name: displayName(packageJSON) ?? id,
    path: extensionPath,
  }));

function displayName(manifest: unknown): string | undefined {
  if (typeof manifest !== 'object' || manifest === null || !('displayName' in manifest)) return undefined;
  return typeof manifest.displayName === 'string' && manifest.displayName !== ''
    ? manifest.displayName
    : undefined;
}
