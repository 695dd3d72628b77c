import * as vscode from 'vscode';
import type { ActionId } from '../../core/listing/actions';
import { ownerOf } from '../../core/listing/target';
import { webAddress } from '../../core/listing/webAddress';
import type { OwnedProcess, Snapshot } from '../../core/snapshot/snapshot';
import { endpointText, type Socket } from '../../core/socket/socket';
import { clipboardWord } from '../../core/text/clipboardWord';
import { visibleText } from '../../core/text/visibleText';
import type { Monitor } from '../../monitor';
import { literalMessage } from '../literalText';
import { type ActionTargets, registerAction } from './actionTargets';

interface Held {
  readonly sockets: readonly [Socket, ...Socket[]];
  readonly owner: OwnedProcess | undefined;
  readonly snapshot: Snapshot;
}

type CopyAction = Extract<ActionId, `copy${string}`>;

/**
 * What each copies of one target; `undefined`: it has none. A name may hold what a terminal takes for keys: none of it gets
 * onto the clipboard, so that pasting runs nothing.
 */
const TEXTS: Readonly<Record<CopyAction, (held: Held) => string | undefined>> = {
  copyAddress: ({ sockets: [first] }) =>
    first.local === null ? undefined : visibleText(endpointText(first.local)),
  copyUrl: ({ sockets, snapshot }) => {
    const [address] = sockets.flatMap((socket) => webAddress(socket, snapshot) ?? []);
    // The server is not asked for a copy: the scheme is taken from its port.
    return address && `${address.connect.port === 443 ? 'https' : 'http'}://${address.authority}/`;
  },
  copyPid: ({ owner }) => owner && String(owner.pid),
  // Whole and unmasked: the one place where that is what is asked for.
  copyCommand: ({ owner }) =>
    owner && (owner.command.map(clipboardWord).join(' ') || visibleText(owner.name)),
};

export const registerCopy = (targets: ActionTargets, monitor: Monitor): vscode.Disposable =>
  vscode.Disposable.from(
    ...Object.entries(TEXTS).map(([action, textOf]) =>
      registerAction(action as CopyAction, targets, async (meant) => {
        const snapshot = await monitor.scan('listeners');
        const texts = meant.flatMap((target) => {
          const [first, ...more] = target.sockets.flatMap((id) => snapshot.sockets.get(id) ?? []);
          if (!first) return [];
          return (
            textOf({ sockets: [first, ...more], owner: ownerOf(target, [first], snapshot), snapshot }) ?? []
          );
        });
        if (texts.length > 0) await vscode.env.clipboard.writeText([...new Set(texts)].join('\n'));
        else {
          const text = vscode.l10n.t('There is nothing to copy any more.');
          void vscode.window.showInformationMessage(literalMessage(text));
        }
      }),
    ),
  );
