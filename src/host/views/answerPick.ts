import * as vscode from 'vscode';
import { launchName } from '../../core/launch/launchName';
import { type ActionId, actionOf, actionsAt, actionsOn } from '../../core/listing/actions';
import { actionContext, heldSockets } from '../../core/listing/actionSubject';
import { type ListenerRow, listenerRows } from '../../core/listing/listenerRows';
import { holderText, rowLabel } from '../../core/listing/rowName';
import { rowTarget, type Target } from '../../core/listing/target';
import { ageMs } from '../../core/snapshot/process';
import type { OwnedProcess, Snapshot } from '../../core/snapshot/snapshot';
import { endpointText } from '../../core/socket/socket';
import { describeAge, describeExposure, describeOrigin } from '../../core/text/describe';
import { commandLine } from '../../core/text/maskSecrets';
import { oneLine } from '../../core/text/oneLine';
import { reasonOf } from '../../core/text/reasonOf';
import type { Translate } from '../../core/text/translate';
import { type Answer, whoOwns } from '../../core/who/answer';
import type { SettleQuery } from '../../core/who/settleQuery';
import type { Monitor } from '../../monitor';
import { literalLabel } from '../literalText';
import { runCommand } from '../runCommand';
import { timeText } from '../timeText';
import type { WorkspaceFacts } from '../workspace/workspaceFacts';
import { typedQuery } from './typedQuery';

/** The line of an answer, and what choosing it does. */
interface AnswerItem extends vscode.QuickPickItem {
  choose?(): void;
}

/** One owner of a listener that was asked about. */
interface Owner {
  readonly row: ListenerRow;
  readonly process: OwnedProcess | undefined;
}

/** Looks, answers and offers what can be done about it. */
export async function showAnswer(
  text: string,
  monitor: Monitor,
  facts: WorkspaceFacts,
  settle: SettleQuery,
): Promise<void> {
  const { t } = vscode.l10n;
  const query = typedQuery(text, monitor);
  if (!query) return;
  const pick = vscode.window.createQuickPick<AnswerItem>();
  pick.title = t('Who owns {0}?', oneLine(query.text, 80));
  pick.busy = true;
  pick.onDidHide(() => pick.dispose());
  pick.onDidAccept(() => pick.activeItems[0]?.choose?.());
  pick.show();
  try {
    await facts.noticeEngines();
    const snapshot = await monitor.scan('all');
    const answer = whoOwns(snapshot, await settle(query, snapshot), t);
    const asked = new Set(answer.listeners);
    const owners = listenerRows(snapshot)
      .filter(({ sockets }) => sockets.some(({ id }) => asked.has(id)))
      .flatMap((row) => [row.lead, ...row.others].map((process) => ({ row, process })));
    // All of it, for a screen reader too; the lines below say the same in parts.
    pick.placeholder = oneLine(answer.sentence, 1000);
    showOwners(pick, owners, answer, snapshot);
  } catch (error) {
    const reason = oneLine(reasonOf(error));
    pick.items = [{ label: t('Portolan could not look: {0}', reason), alwaysShow: true }];
  }
  pick.busy = false;
}

function showOwners(
  pick: vscode.QuickPick<AnswerItem>,
  owners: readonly Owner[],
  answer: Answer,
  snapshot: Snapshot,
): void {
  const { t } = vscode.l10n;
  const [only] = owners.length === 1 ? owners : [];
  const narrow = (owner: Owner): void => showOwners(pick, [owner], answer, snapshot);
  pick.items = [
    ...(owners.length === 0 ? [{ label: literalLabel(oneLine(answer.sentence, 400)) }] : []),
    ...owners.map((owner) => ({
      ...ownerItem(owner, snapshot, t),
      choose: () => (only ? run(pick, 'inspect', rowTarget(owner.row, owner.process)) : narrow(owner)),
    })),
    ...section(t('Actions'), only ? actionItems(pick, only, snapshot, t) : []),
    ...section(t('Started by'), chainItems(only?.process?.pid ?? answer.chain[0], answer, snapshot)),
    ...section(t('Near'), nearItems(pick, answer, snapshot)),
  ];
}

const section = (label: string, items: readonly AnswerItem[]): AnswerItem[] =>
  items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];

function ownerItem({ row, process }: Owner, snapshot: Snapshot, t: Translate): AnswerItem {
  const addresses = row.sockets.map(({ local }) => oneLine(endpointText(local)));
  const exposures = row.sockets.flatMap(({ exposure }) => (exposure ? [describeExposure(exposure, t)] : []));
  const name = process ? oneLine(launchName(process)) : holderText(row, t);
  const age = process && ageMs(process, snapshot.clock);
  return {
    label: literalLabel(`${rowLabel(row)}  ${name}`),
    description: process
      ? literalLabel([t('pid {0}', process.pid), describeOrigin(process.origin, t)].join(' · '))
      : row.origin
        ? literalLabel(oneLine(describeOrigin(row.origin, t)))
        : '',
    detail: literalLabel(
      [
        ...(age === undefined
          ? []
          : [t('since {0} ({1})', timeText(snapshot.takenAt - age), describeAge(age, t))]),
        addresses.join(', '),
        [...new Set(exposures)].join(', '),
      ]
        .filter((part) => part !== '')
        .join(' · '),
    ),
  };
}

function actionItems(
  pick: vscode.QuickPick<AnswerItem>,
  { row, process }: Owner,
  snapshot: Snapshot,
  t: Translate,
): AnswerItem[] {
  const context = actionContext(snapshot, { isTrusted: vscode.workspace.isTrusted });
  return actionsAt('answer', actionsOn(heldSockets(row.sockets, process), context)).map((id) => {
    const { title, icon } = actionOf(id);
    return {
      label: icon === undefined ? title(t) : `$(${icon}) ${title(t)}`,
      choose: () => run(pick, id, rowTarget(row, process)),
    };
  });
}

/** The ancestors, nearest first. The answer's own chain where it is about that process. */
function chainItems(pid: number | undefined, { chain }: Answer, { processes }: Snapshot): AnswerItem[] {
  if (pid !== chain[0]) return [];
  return chain.slice(1).flatMap((each) => {
    const process = processes.get(each);
    return process
      ? [
          {
            label: literalLabel(oneLine(launchName(process))),
            description: `${each} · ${literalLabel(commandLine(process))}`,
          },
        ]
      : [];
  });
}

const nearItems = (
  pick: vscode.QuickPick<AnswerItem>,
  { near }: Answer,
  { sockets }: Snapshot,
): AnswerItem[] =>
  near.flatMap(({ id, why }) => {
    const socket = sockets.get(id);
    if (!socket) return [];
    return [
      {
        label: literalLabel(`${oneLine(endpointText(socket.local))} ${socket.protocol}`),
        description: literalLabel(oneLine(why, 400)),
        choose: () => run(pick, 'inspect', { sockets: [id], process: undefined }),
      },
    ];
  });

function run(pick: vscode.QuickPick<AnswerItem>, command: ActionId, target: Target): void {
  pick.hide();
  runCommand(`portolan.${command}`, target);
}
