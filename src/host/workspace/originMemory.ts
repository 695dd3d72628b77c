import * as vscode from 'vscode';
import { isAwaited, markEnded, type Memory, recalled, remember } from '../../core/origins/memory';
import { livingOrigins } from '../../core/origins/rememberedOrigin';
import { gitSocketOf, windowSocketsOf } from '../../core/origins/windowSockets';
import type { Snapshot } from '../../core/snapshot/snapshot';
import type { Workspace } from '../../core/snapshot/workspace';

const PROCESSES = 'portolan.remembered';
const SOCKETS = 'portolan.windowSockets';

/** Milliseconds that terminals and tasks take at most to come back after a reload of the window. */
const RECONNECT_MS = 10_000;

/** Milliseconds that a reload takes at most, from the first end of a terminal to the activation of Portolan. */
const RELOAD_MS = 15_000;

/** One for each terminal of late, and the window's own. */
const MOST_SOCKETS = 50;

/**
 * Remembers over reloads of the window which processes came from which terminal, task or session; once these have
 * ended, nothing else says so. Nothing counts as ended before all that was remembered is back, or 10 s are over.
 */
export class OriginMemory implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #workspace: () => Workspace;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #judged = new vscode.EventEmitter<void>();
  readonly #loadedAt = Date.now();
  #memory: Memory;
  #windowSockets: readonly string[];
  /** The path of this window's Git socket, once it was found; it stays the same while the window does. */
  #gitSocket: string | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;

  readonly onDidChange = this.#changed.event;
  /** Fires when, after a reload, it can be said from now on what has ended, unless a snapshot brought that about. */
  readonly onDidJudge = this.#judged.event;

  /**
   * @param memento `workspaceState`: another window on another folder remembers its own
   * @param workspace what VS Code knows now
   */
  constructor(memento: vscode.Memento, workspace: () => Workspace) {
    this.#memento = memento;
    this.#workspace = workspace;
    this.#memory = recalled(memento.get(PROCESSES), this.#loadedAt - RELOAD_MS);
    const stored = memento.get<unknown>(SOCKETS);
    this.#windowSockets = Array.isArray(stored) ? stored.filter((each) => typeof each === 'string') : [];
    if ([...this.#memory.values()].some(({ endedAt }) => endedAt === null)) {
      this.#patience = setTimeout(() => {
        this.#judge();
        this.#judged.fire();
      }, RECONNECT_MS);
    }
  }

  get remembered(): Memory {
    return this.#memory;
  }

  get reconnecting(): boolean {
    return this.#patience !== undefined;
  }

  get windowSockets(): readonly string[] {
    return this.#windowSockets;
  }

  see({ processes, sockets }: Snapshot): void {
    const workspace = this.#workspace();
    this.#gitSocket ??= gitSocketOf(process.pid, sockets.values());
    const shells = workspace.terminals.flatMap(({ pid }) => processes.get(pid) ?? []);
    this.#learnSockets([
      ...shells.flatMap(windowSocketsOf).map(({ path }) => path),
      ...(this.#gitSocket === undefined ? [] : [this.#gitSocket]),
    ]);
    this.#keep(remember(this.#memory, processes.values(), workspace));
    if (!this.reconnecting) return;
    if (!isAwaited(this.#memory, processes, livingOrigins(workspace))) this.#judge();
  }

  /** @param originId `terminal:4711` */
  end(originId: string): void {
    this.#keep(markEnded(this.#memory, (id) => id === originId, Date.now()));
  }

  dispose(): void {
    clearTimeout(this.#patience);
    this.#changed.dispose();
    this.#judged.dispose();
  }

  /** What has not come back has ended with the window that was. */
  #judge(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    const living = livingOrigins(this.#workspace());
    this.#keep(markEnded(this.#memory, (id) => !living.has(id), this.#loadedAt));
    this.#changed.fire();
  }

  #keep(memory: Memory): void {
    if (memory === this.#memory) return;
    this.#memory = memory;
    void this.#memento.update(PROCESSES, [...memory.values()]);
    this.#changed.fire();
  }

  #learnSockets(sockets: readonly string[]): void {
    const news = sockets.filter((each) => !this.#windowSockets.includes(each));
    if (news.length === 0) return;
    this.#windowSockets = [...new Set([...this.#windowSockets, ...news])].slice(-MOST_SOCKETS);
    void this.#memento.update(SOCKETS, this.#windowSockets);
    this.#changed.fire();
  }
}
