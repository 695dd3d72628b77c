import * as vscode from 'vscode';
import type { WorkspaceTask, WorkspaceTerminal } from '../../core/snapshot/workspace';

interface TaskState {
  readonly id: string;
  readonly pid: number;
}

/** The window's running tasks: background ones too, and the parts of compound ones, which have no process themselves. */
export class TaskFacts implements vscode.Disposable {
  readonly #tasks = new Map<vscode.TaskExecution, TaskState>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #ended = new vscode.EventEmitter<string>();
  readonly #subscriptions: vscode.Disposable;

  readonly onDidChange = this.#changed.event;
  /** Fires with the id of a task that has ended. */
  readonly onDidEnd = this.#ended.event;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#ended,
      // VS Code reports tasks that began before Portolan by these events alone.
      vscode.tasks.onDidStartTask(() => this.#changed.fire()),
      vscode.tasks.onDidEndTask(() => this.#changed.fire()),
      vscode.tasks.onDidStartTaskProcess(({ execution, processId }) => {
        this.#tasks.set(execution, { id: this.#taskId(execution.task), pid: processId });
        this.#changed.fire();
      }),
      vscode.tasks.onDidEndTaskProcess(({ execution }) => {
        const id = this.#tasks.get(execution)?.id;
        this.#tasks.delete(execution);
        if (id !== undefined) this.#ended.fire(id);
        this.#changed.fire();
      }),
    );
  }

  current(terminals: readonly WorkspaceTerminal[]): WorkspaceTask[] {
    return [
      ...[...this.#tasks].map(([execution, state]) => taskOf(execution, state)),
      ...this.#unreportedTasks(terminals),
    ];
  }

  /** The task with the id in {@link WorkspaceTask}. */
  task(id: string): vscode.TaskExecution | undefined {
    for (const [execution, state] of this.#tasks) if (state.id === id) return execution;
    return this.#unreported().find(({ task }) => plainTaskId(task) === id);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** A task that runs again keeps its id; one that runs twice at a time gets a number. */
  #taskId({ source, name }: vscode.Task): string {
    const taken = new Set([...this.#tasks.values()].map(({ id }) => id));
    const plain = plainTaskId({ source, name });
    let id = plain;
    for (let count = 2; taken.has(id); count++) id = `${plain}:${count}`;
    return id;
  }

  /** Tasks that began before Portolan could hear of their process, as after a reload of the window. */
  #unreported(): vscode.TaskExecution[] {
    return vscode.tasks.taskExecutions.filter((execution) => !this.#tasks.has(execution));
  }

  /** A task's terminal bears the task's name, and its process is the task's. */
  #unreportedTasks(terminals: readonly WorkspaceTerminal[]): WorkspaceTask[] {
    return this.#unreported().flatMap((execution) => {
      const named = terminals.filter(({ name }) => name === execution.task.name);
      const pid = named.length === 1 ? named[0]?.pid : undefined;
      if (pid === undefined) return [];
      return [{ ...taskOf(execution, { id: plainTaskId(execution.task), pid }), reported: false }];
    });
  }
}

function taskOf({ task }: vscode.TaskExecution, { id, pid }: TaskState): WorkspaceTask {
  const scope = task.scope;
  const folder = typeof scope === 'object' ? scope.uri.fsPath : null;
  return { id, name: task.name, pid, reported: true, folder };
}

const plainTaskId = ({ source, name }: Pick<vscode.Task, 'source' | 'name'>): string => `${source}/${name}`;
