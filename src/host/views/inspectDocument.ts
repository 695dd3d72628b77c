import * as vscode from 'vscode';
import { launchName } from '../../core/launchName';
import { oneLine } from '../../core/oneLine';
import { endpointText, localPort } from '../../core/socket';
import { ownerOf, socketFacts, type FactSection } from '../../core/socketFacts';
import type { Snapshot } from '../../core/snapshot';
import type { Target } from '../../core/treeNode';
import type { Monitor } from '../../monitor';
import { parseTarget, type ActionTargets } from '../actions/actionTargets';
import { timeText } from './timeText';

const SCHEME = 'portolan';

/** Inspect: everything about one listener, in a read-only document that follows it while it is to be seen. */
export function registerInspect(targets: ActionTargets, monitor: Monitor): vscode.Disposable {
  const documents = new InspectDocuments(monitor);
  return vscode.Disposable.from(
    documents,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, documents),
    vscode.commands.registerCommand('portolan.inspect', async (argument: unknown) => {
      const [target] = await targets.resolve(argument, undefined, vscode.l10n.t('Inspect which?'));
      if (!target) return;
      const uri = inspectUri(target, await monitor.look('all'));
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    }),
  );
}

/** `portolan:/3000 node server.js?{"sockets":["tcp:4026531840:123"],…}`: the title, and what it is about. */
function inspectUri(target: Target, snapshot: Snapshot): vscode.Uri {
  const sockets = target.sockets.flatMap((id) => snapshot.sockets.get(id) ?? []);
  const [socket] = sockets;
  const owner = ownerOf(target, sockets, snapshot);
  const where = socket ? String(localPort(socket) ?? endpointText(socket.local)) : '';
  // The brackets keep a name such as `server.mjs` from being taken for the kind of document.
  const who = owner ? `${launchName(owner)} (${owner.pid})` : '(Portolan)';
  const title = oneLine(`${where} ${who}`, 100).replaceAll('/', '∕');
  return vscode.Uri.from({ scheme: SCHEME, path: `/${title}`, query: JSON.stringify(target) });
}

class InspectDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #monitor: Monitor;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscriptions: vscode.Disposable;
  /** What a document said while its socket was open. */
  readonly #last = new Map<string, string>();
  #watch: { dispose(): void } | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(monitor: Monitor) {
    this.#monitor = monitor;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      monitor.onDidChange(() => {
        for (const uri of visible()) this.#changed.fire(uri);
      }),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#follow()),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#last.delete(uri.toString())),
    );
    this.#follow();
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { t } = vscode.l10n;
    const target = targetOf(uri);
    if (!target) return t('This page cannot be read any more. Inspect the listener again.');
    const { snapshot } = this.#monitor;
    // What is watched may be the listeners only; connections are facts too.
    const sections = socketFacts(
      target,
      snapshot?.scope === 'all' ? snapshot : await this.#monitor.look('all'),
      {
        timeText,
        t,
      },
    );
    const key = uri.toString();
    if (sections) {
      this.#last.set(key, render(sections));
      return this.#last.get(key) ?? '';
    }
    const last = this.#last.get(key);
    return [
      t('This socket is closed.'),
      ...(last === undefined ? [] : ['', t('What it was:'), '', last]),
    ].join('\n');
  }

  dispose(): void {
    this.#watch?.dispose();
    this.#subscriptions.dispose();
  }

  #follow(): void {
    if (visible().length > 0) this.#watch ??= this.#monitor.watch('all');
    else {
      this.#watch?.dispose();
      this.#watch = undefined;
    }
  }
}

const visible = (): vscode.Uri[] =>
  vscode.window.visibleTextEditors
    .map(({ document }) => document.uri)
    .filter(({ scheme }) => scheme === SCHEME);

function targetOf({ query }: vscode.Uri): Target | undefined {
  try {
    return parseTarget(JSON.parse(query));
  } catch {
    return undefined; // a link that somebody wrote by hand
  }
}

/** Sections and aligned columns. */
function render(sections: readonly FactSection[]): string {
  return sections
    .map(({ title, facts }) => {
      const width = Math.max(...facts.map(({ name }) => name.length));
      return [title, ...facts.map(({ name, value }) => `  ${name.padEnd(width)}  ${value}`)].join('\n');
    })
    .join('\n\n');
}
