import * as vscode from 'vscode';
import { answerDocument } from '../../core/documents/snapshotDocument';
import { listenerRows } from '../../core/listing/listenerRows';
import { rowLabel, rowNotes } from '../../core/listing/rowName';
import type { Snapshot } from '../../core/snapshot/snapshot';
import { endpointText } from '../../core/socket/socket';
import { whoOwns } from '../../core/who/answer';
import { notAsked } from '../../core/who/notAsked';
import type { SettleQuery } from '../../core/who/settleQuery';
import type { Monitor } from '../../monitor';
import { literalLabel } from '../literalText';
import type { WorkspaceFacts } from '../workspace/workspaceFacts';
import { showAnswer } from './answerPick';
import type { SocketTreeView } from './socketTreeView';
import { typedQuery } from './typedQuery';

/** Shows the answer to a query, as text; for links in terminals and hovers, which must show something. */
export const SHOW_ANSWER = '_portolan.showAnswer';

/** `Who Owns Port…`: asks a person; with an argument it asks nothing and answers with the contract's document. */
export function registerWhoOwnsPort(
  monitor: Monitor,
  tree: SocketTreeView,
  facts: WorkspaceFacts,
  settle: SettleQuery,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('portolan.whoOwnsPort', async (argument?: unknown) => {
      // The button in the view's title passes the selected row, which is not a query.
      const asked = argument !== undefined && argument !== null && !tree.has(argument);
      if (asked) return await answerTo(argument, monitor, facts, settle);
      const query = await ask(monitor);
      if (query !== undefined) await showAnswer(query, monitor, facts, settle);
      return undefined;
    }),
    vscode.commands.registerCommand(SHOW_ANSWER, async (query: unknown) => {
      if (typeof query === 'string') await showAnswer(query, monitor, facts, settle);
    }),
  );
}

async function answerTo(
  argument: unknown,
  monitor: Monitor,
  facts: WorkspaceFacts,
  settle: SettleQuery,
): Promise<object> {
  const { t } = vscode.l10n;
  const text = typeof argument === 'number' ? String(argument) : argument;
  if (typeof text !== 'string') {
    throw new Error(t('{0} is no port, address with a port, URL, pid:number or Unix socket.', typeof text));
  }
  const query = typedQuery(text, monitor);
  if (!query) throw new Error(notAsked(text, t));
  await facts.noticeEngines();
  const snapshot = await monitor.scan('all');
  return answerDocument(snapshot, whoOwns(snapshot, await settle(query, snapshot), t), t);
}

interface QueryItem extends vscode.QuickPickItem {
  readonly query: string;
}

/** Offers what is listening, and takes every query; `undefined`: they thought better of it. */
function ask(monitor: Monitor): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const pick = vscode.window.createQuickPick<QueryItem>();
  pick.title = t('Who owns a port or socket?');
  pick.placeholder = t('3000, localhost:3000, 5353/udp, a URL, pid:81243, /run/x.sock');
  pick.matchOnDescription = true;
  pick.busy = true;

  const refresh = (): void => {
    const active = pick.activeItems[0]?.query;
    pick.busy = !monitor.snapshot && monitor.status.failure === undefined;
    pick.items = [...typed(pick.value, monitor), ...(monitor.snapshot ? completions(monitor.snapshot) : [])];
    const still = pick.items.find(({ query }) => query === active);
    if (still) pick.activeItems = [still];
  };
  const subscriptions = [
    pick,
    monitor.onDidChange(refresh),
    monitor.watch('listeners'),
    pick.onDidChangeValue(() => {
      pick.items = [...typed(pick.value, monitor), ...pick.items.filter(({ alwaysShow }) => !alwaysShow)];
    }),
  ];
  refresh();
  pick.show();
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const chosen = chosenOf(pick)?.query;
      if (chosen === undefined) return;
      resolve(chosen);
      pick.hide();
    });
    pick.onDidHide(() => {
      for (const each of subscriptions) each.dispose();
      resolve(undefined);
    });
  });
}

/**
 * What Enter means: the active line, if it matches what was typed. The list is made again whenever something opens or
 * closes; a line that was active before the last letters then still is for a moment, and is not what was asked for.
 */
function chosenOf({ value, activeItems, items }: vscode.QuickPick<QueryItem>): QueryItem | undefined {
  const [active] = activeItems;
  const wanted = value.trim().toLowerCase();
  const matches = active && `${active.label} ${active.description ?? ''}`.toLowerCase().includes(wanted);
  return matches ? active : (items.find(({ alwaysShow }) => alwaysShow) ?? active);
}

/** What was typed, if it can be asked; it comes first, so that Enter asks it. */
const typed = (value: string, monitor: Monitor): QueryItem[] =>
  typedQuery(value, monitor)
    ? [
        {
          label: literalLabel(value.trim()),
          description: vscode.l10n.t('who owns it?'),
          query: value,
          alwaysShow: true,
        },
      ]
    : [];

function completions(snapshot: Snapshot): QueryItem[] {
  return listenerRows(snapshot).map((row) => {
    const [{ protocol, local }] = row.sockets;
    const port = protocol === 'tcp' ? String(row.port) : `${String(row.port)}/${protocol}`;
    return {
      label: literalLabel(rowLabel(row)),
      description: literalLabel(rowNotes(row, vscode.l10n.t, true).join(' · ')),
      query: row.port === undefined ? endpointText(local) : port,
    };
  });
}
