import * as vscode from 'vscode';
import { type Filter, parseFilter } from '../../core/filter/filter';
import type { Target } from '../../core/listing/target';
import { type Grouping, GROUPING_IDS, type SocketTree, socketTree } from '../../core/tree/socketTree';
import { changedNodes } from '../../core/tree/treeChanges';
import type { Monitor } from '../../monitor';
import { readSettings } from '../settings';
import { contextKey } from './contextKey';
import { tooltip } from './tooltip';
import { treeItem } from './treeItem';
import { treeMessage, viewState } from './viewState';

const GROUPING_KEY = 'portolan.grouping';
const NO_FILTER: Filter = { text: '', terms: [], problems: [], leftOut: [] };
const EMPTY: SocketTree = {
  roots: [],
  byId: new Map(),
  parents: new Map(),
  counts: { shown: 0, hidden: 0, filtered: 0 },
  inWorkspace: 0,
};

export interface SocketTreeDeps {
  readonly monitor: Monitor;
  /** Remembers the grouping: `workspaceState`. */
  readonly memento: vscode.Memento;
}

/**
 * The sidebar. Its elements are the ids of core's nodes, so that VS Code's selection, focus and open nodes last from
 * one scan to the next, and a command always gets the row in its present state.
 */
export class SocketTreeView implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly #deps: SocketTreeDeps;
  readonly #changed = new vscode.EventEmitter<string[] | undefined>();
  readonly #chosen = new vscode.EventEmitter<string>();
  readonly #view: vscode.TreeView<string>;
  readonly #subscriptions: vscode.Disposable;
  readonly #keys = {
    state: contextKey('portolan.state'),
    grouping: contextKey('portolan.grouping'),
    filtered: contextKey('portolan.filtered'),
    paused: contextKey('portolan.paused'),
    hides: contextKey('portolan.hides'),
  };
  #watch: { dispose(): void } | undefined;
  #tree = EMPTY;
  /** What the rows that the last changes took away were about. */
  #moved: ReadonlyMap<string, Target> = new Map();
  #grouping: Grouping;
  #filter: Filter = NO_FILTER;

  constructor(deps: SocketTreeDeps) {
    this.#deps = deps;
    this.#grouping = GROUPING_IDS.find((each) => each === deps.memento.get(GROUPING_KEY)) ?? 'origin';
    this.#view = vscode.window.createTreeView('portolan.sockets', {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: true,
    });
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#chosen,
      this.#view,
      this.#view.onDidChangeSelection(({ selection: [id] }) => {
        const socket = id === undefined ? undefined : this.target(id)?.sockets[0];
        if (socket !== undefined) this.#chosen.fire(socket);
      }),
      this.#view.onDidChangeVisibility(() => this.#follow()),
      deps.monitor.onDidChange(() => this.#update()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#update()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('portolan')) this.#update();
      }),
    );
    this.#follow();
    this.#update();
  }

  readonly onDidChangeTreeData = this.#changed.event;

  /** Id of the socket whose row was selected. */
  readonly onDidChoose = this.#chosen.event;

  // --- tree data

  async getChildren(id?: string): Promise<string[]> {
    if (id !== undefined) return idsOf(this.#tree.byId.get(id)?.children ?? []);
    // The first scan: VS Code shows that something is under way for as long as this takes.
    if (!this.#deps.monitor.snapshot) {
      await this.#deps.monitor.scan('listeners').catch(() => undefined); // the monitor keeps the reason, the view's state says it
    }
    return idsOf(this.#tree.roots);
  }

  getTreeItem(id: string): vscode.TreeItem {
    const node = this.#tree.byId.get(id);
    // VS Code may still ask for a row that has just gone.
    return node ? treeItem(node) : new vscode.TreeItem('');
  }

  getParent(id: string): string | undefined {
    return this.#tree.parents.get(id)?.id;
  }

  resolveTreeItem(item: vscode.TreeItem, id: string): vscode.TreeItem {
    const node = this.#tree.byId.get(id);
    const { snapshot } = this.#deps.monitor;
    if (node && snapshot) item.tooltip = tooltip(node, snapshot);
    return item;
  }

  // --- what actions ask

  /** Whether that is the id of a row, and nothing that anybody else could mean. */
  has(value: unknown): boolean {
    return typeof value === 'string' && (this.#tree.byId.has(value) || this.#moved.has(value));
  }

  /** The target of a row, even of one that has just moved to another group: a menu may still be open on it. */
  target(id: string): Target | undefined {
    return this.#tree.byId.get(id)?.target ?? this.#moved.get(id);
  }

  /** Selected rows, while the view is there to be seen. */
  selected(): Target[] {
    return this.#view.visible ? this.#view.selection.flatMap((id) => this.target(id) ?? []) : [];
  }

  /** Selects the socket's row, where the view is to be seen and has one. */
  async choose(socket: string): Promise<void> {
    if (!this.#view.visible || this.selected()[0]?.sockets.includes(socket)) return;
    const node = [...this.#tree.byId.values()].find(({ target }) => target?.sockets.includes(socket));
    // A row can be gone before VS Code gets there: then there is nothing to select.
    if (node) await this.#view.reveal(node.id, { focus: false }).then(undefined, () => undefined);
  }

  // --- what the view's menu does

  get filter(): string {
    return this.#filter.text;
  }

  /** See `parseFilter`; empty: all rows. */
  setFilter(filter: string): void {
    this.#filter = parseFilter(filter.trim(), vscode.l10n.t);
    this.#update();
    if (this.#filter.text !== '') void this.#openFolded();
  }

  async setGrouping(grouping: Grouping): Promise<void> {
    this.#grouping = grouping;
    this.#update();
    await this.#deps.memento.update(GROUPING_KEY, grouping);
  }

  dispose(): void {
    this.#watch?.dispose();
    this.#subscriptions.dispose();
  }

  #follow(): void {
    if (this.#view.visible) this.#watch ??= this.#deps.monitor.watch('listeners');
    else {
      this.#watch?.dispose();
      this.#watch = undefined;
    }
  }

  #update(): void {
    const { snapshot, status } = this.#deps.monitor;
    const { hideRules, badge } = readSettings();
    const before = this.#tree;
    const options = {
      grouping: this.#grouping,
      filter: this.#filter,
      hide: hideRules,
      isTrusted: vscode.workspace.isTrusted,
    };
    this.#tree = snapshot ? socketTree(snapshot, options, vscode.l10n.t) : EMPTY;

    const state = viewState(snapshot, status, this.#tree);
    this.#keys.state(state);
    this.#keys.grouping(this.#grouping);
    this.#keys.filtered(this.#filter.text !== '');
    this.#keys.paused(status.paused);
    this.#keys.hides(hideRules.length > 0);
    // VS Code shows the welcome text of an empty view only where there is no message.
    const message = state === 'rows' && snapshot ? treeMessage(snapshot, status, this.#tree, options) : '';
    if (message !== this.#view.message) this.#view.message = message;
    this.#showBadge(badge ? this.#tree.inWorkspace : 0);

    const changed = changedNodes(before, this.#tree);
    if (changed?.length === 0) return;
    this.#moved = targetsGone(before, this.#tree, this.#moved);
    this.#changed.fire(changed);
  }

  #showBadge(value: number): void {
    if ((this.#view.badge?.value ?? 0) === value) return;
    /** @surface tooltip */
    const tooltip = vscode.l10n.t('{0} listening in this workspace', value);
    this.#view.badge = value > 0 ? { value, tooltip } : undefined;
  }

  /** What the filter has found is no help inside a closed group. */
  async #openFolded(): Promise<void> {
    for (const { id, folded, children } of this.#tree.roots) {
      if (!folded || children.length === 0) continue;
      // A row can be gone before VS Code gets there: then there is nothing to open.
      await this.#view
        .reveal(id, { select: false, focus: false, expand: true })
        .then(undefined, () => undefined);
    }
  }
}

/** How many targets of rows that went are kept: a menu is not open for long. */
const MOST_GONE = 500;

function targetsGone(
  before: SocketTree,
  after: SocketTree,
  gone: ReadonlyMap<string, Target>,
): ReadonlyMap<string, Target> {
  const left = [...before.byId.values()].flatMap(({ id, target }): [string, Target][] =>
    target && !after.byId.has(id) ? [[id, target]] : [],
  );
  return new Map([...gone, ...left].slice(-MOST_GONE));
}

const idsOf = (nodes: readonly { readonly id: string }[]): string[] => nodes.map(({ id }) => id);
