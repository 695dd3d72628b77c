import * as vscode from 'vscode';
import { type ActionId, actionOf } from '../../core/listing/actions';
import { listenerRows } from '../../core/listing/listenerRows';
import { rowLabel, rowNotes } from '../../core/listing/rowName';
import { rowTarget, type Target } from '../../core/listing/target';
import type { Monitor } from '../../monitor';
import { literalLabel } from '../literalText';
import type { SocketTreeView } from '../views/socketTreeView';

export interface ActionTargets {
  /**
   * The targets of a command, from all the arguments that it was given. The first argument is a row's id, a socket's
   * id, a {@link Target}, or what a menu of the chart is about; the second is the selected rows, as VS Code passes them
   * to a row's menu. With neither (palette) the view's selection counts, and if that is empty too a person is asked. An
   * action that takes one gets only what was pointed at, whatever else is selected. Empty: the person changed their
   * mind, or pressed a key on a group.
   */
  of(action: ActionId, args: readonly unknown[]): Promise<readonly Target[]>;
}

export function actionTargets(tree: SocketTreeView, monitor: Monitor): ActionTargets {
  const resolve = async (args: readonly unknown[], question: string): Promise<readonly Target[]> => {
    const [argument, selection] = args;
    if (argument === undefined) {
      // A row's menu and buttons hand over two arguments, always. VS Code forgets its rows for the moment in which it
      // reads them again; a row that was pointed at just then arrives as `undefined`, and what is selected is another.
      const selected = args.length > 1 ? [] : tree.selected();
      return selected.length > 0 ? selected : await askWhich(monitor, question);
    }
    if (isSelection(argument)) return tree.selected();
    // A row's menu passes the row itself, and with it the selection only if that row is part of it.
    const all: unknown[] = Array.isArray(selection) && selection.length > 0 ? selection : [argument];
    return all.flatMap((each) => {
      const ids = typeof each === 'string' ? [each] : socketsInMenu(each);
      if (ids.length === 0) return parseTarget(each) ?? [];
      return ids.map((id) => tree.target(id) ?? { sockets: [id], process: undefined });
    });
  };
  return {
    async of(action, args) {
      const { many, question } = actionOf(action);
      const text = question(vscode.l10n.t);
      if (many) return await resolve(args, text);
      const alone = args.map((each, index) => (index === 0 ? each : undefined));
      return (await resolve(alone, text)).slice(0, 1);
    },
  };
}

/**
 * What package.json has the view's keys hand over. VS Code tells no command which row is in focus, so the key first selects
 * that row; what is selected then is what was meant, and on a group that is nothing.
 */
const isSelection = (argument: unknown): boolean =>
  typeof argument === 'object' && argument !== null && 'selected' in argument && argument.selected === true;

/** The command of an action. `run` is called with what it is about, unless that is nothing. */
export const registerAction = <R>(
  action: ActionId,
  targets: ActionTargets,
  run: (meant: readonly [Target, ...Target[]]) => Promise<R>,
): vscode.Disposable =>
  vscode.commands.registerCommand(`portolan.${action}`, async (...args: unknown[]) => {
    const [first, ...more] = await targets.of(action, args);
    return first && (await run([first, ...more]));
  });

/** What the chart's page says a menu is about, its `data-vscode-context`: the row that was pointed at comes first. */
function socketsInMenu(argument: unknown): string[] {
  if (typeof argument !== 'object' || argument === null || !('portolanSocket' in argument)) return [];
  const { portolanSocket: first } = argument;
  const selection: unknown = 'portolanSelection' in argument ? argument.portolanSelection : [];
  const all: unknown[] = Array.isArray(selection) ? selection : [];
  return [...new Set([first, ...all].filter((id) => typeof id === 'string'))];
}

/** A target that has been through JSON: a command's argument, a document's address. */
export function parseTarget(value: unknown): Target | undefined {
  if (typeof value !== 'object' || value === null || !('sockets' in value)) return undefined;
  const ids: unknown[] = Array.isArray(value.sockets) ? value.sockets : [];
  const [first, ...more] = ids.filter((id) => typeof id === 'string');
  if (first === undefined) return undefined;
  return {
    sockets: [first, ...more],
    process: 'process' in value ? parseIdentity(value.process) : undefined,
  };
}

function parseIdentity(value: unknown): Target['process'] {
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('startTime' in value))
    return undefined;
  const { pid, startTime } = value;
  return typeof pid === 'number' && typeof startTime === 'string' ? { pid, startTime } : undefined;
}

async function askWhich(monitor: Monitor, question: string): Promise<readonly Target[]> {
  const { t } = vscode.l10n;
  const items = monitor.scan('listeners').then((snapshot) =>
    listenerRows(snapshot).map((row) => ({
      label: literalLabel(rowLabel(row)),
      description: literalLabel(rowNotes(row, t, true).join(' · ')),
      target: rowTarget(row),
    })),
  );
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: question,
    matchOnDescription: true,
  });
  return picked ? [picked.target] : [];
}
