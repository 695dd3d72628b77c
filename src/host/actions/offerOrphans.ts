import * as vscode from 'vscode';
import { processKey } from '../../core/snapshot/process';
import { leadOf, type Snapshot } from '../../core/snapshot/snapshot';
import { isListener, type Socket } from '../../core/socket/socket';
import { listenerName, processName } from '../../core/stop/stopTexts';
import { listed } from '../../core/text/listed';
import type { Monitor } from '../../monitor';
import { literalMessage } from '../literalText';
import { runCommand } from '../runCommand';
import type { WorkspaceFacts } from '../workspace/workspaceFacts';
import { isOrphans } from './stop';

const NOT_HERE = 'portolan.doNotOfferOrphans';

/** What a session leaves behind has let go of its terminal by then; later orphans have other reasons. */
const AFTER_SESSION_MS = 5000;

/**
 * When the window opens and its terminals are back, and when a debug session ends: where what is left over still listens,
 * offers to stop it. Each of them once, and never by itself.
 */
export function registerOrphanOffer(
  monitor: Monitor,
  facts: WorkspaceFacts,
  memento: vscode.Memento,
): vscode.Disposable {
  const offered = new Set<string>();
  /** Until when orphans are a reason to ask, in milliseconds since the epoch; at first until they have been judged once. */
  let until = Infinity;
  return vscode.Disposable.from(
    vscode.debug.onDidTerminateDebugSession(() => (until = Math.max(until, Date.now() + AFTER_SESSION_MS))),
    monitor.onDidChange(({ snapshot }) => {
      if (!snapshot || facts.current().reconnecting || Date.now() > until) return;
      if (until === Infinity) until = Date.now() + AFTER_SESSION_MS;
      const fresh = orphansIn(snapshot).filter((socket) => !offered.has(keyOf(socket, snapshot)));
      if (fresh.length === 0) return;
      for (const socket of fresh) offered.add(keyOf(socket, snapshot));
      if (memento.get(NOT_HERE) !== true) void offer(fresh, snapshot, memento);
    }),
  );
}

const orphansIn = (snapshot: Snapshot): Socket[] =>
  [...snapshot.sockets.values()].filter((socket) => isListener(socket) && isOrphans(socket, snapshot));

function keyOf(socket: Socket, snapshot: Snapshot): string {
  const lead = leadOf(socket, snapshot);
  return lead ? processKey(lead) : socket.id;
}

/**
 * `node server.js (81243) at 127.0.0.1:3000/tcp`
 *
 * @surface part
 */
function called(socket: Socket, snapshot: Snapshot): string {
  const lead = leadOf(socket, snapshot);
  const where = listenerName(socket);
  return lead ? vscode.l10n.t('{0} at {1}', processName(lead), where) : where;
}

async function offer(sockets: readonly Socket[], snapshot: Snapshot, memento: vscode.Memento): Promise<void> {
  const { t } = vscode.l10n;
  const text = t(
    'Left over from what this workspace has started, and still listening: {0}',
    listed(
      sockets.map((socket) => called(socket, snapshot)),
      5,
      t,
    ),
  );
  const [stop, show, never] = [t('Stop…'), t('Show'), t('Don’t Ask Again for This Workspace')];
  const answer = await vscode.window.showInformationMessage(literalMessage(text), stop, show, never);
  if (answer === stop) runCommand('portolan.stopOrphans');
  if (answer === show) runCommand('portolan.sockets.focus');
  if (answer === never) await memento.update(NOT_HERE, true);
}
