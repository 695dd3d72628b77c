import * as vscode from 'vscode';
import { ownerOf } from '../../core/inspection/socketFacts';
import { webAddress } from '../../core/listing/webAddress';
import type { OwnedProcess, Snapshot } from '../../core/snapshot/snapshot';
import { endpointText, type Socket } from '../../core/socket/socket';
import type { Monitor } from '../../monitor';
import { literalMessage } from '../literalText';
import type { ActionTargets } from './actionTargets';

interface Held {
  readonly socket: Socket;
  readonly owner: OwnedProcess | undefined;
  readonly snapshot: Snapshot;
}

/** What each command copies of one target; `undefined`: it has none. */
const TEXTS: Record<string, (held: Held) => string | undefined> = {
  copyAddress: ({ socket }) => (socket.local === null ? undefined : endpointText(socket.local)),
  copyUrl: ({ socket, snapshot }) => {
    const address = webAddress(socket, snapshot);
    // Nothing is asked of the server for a copy: its port tells.
    return address && `${address.connect.port === 443 ? 'https' : 'http'}://${address.authority}/`;
  },
  copyPid: ({ owner }) => owner && String(owner.pid),
  // Whole and unmasked: the one place where that is what is asked for.
  copyCommand: ({ owner }) => owner && (owner.command.map(shellWord).join(' ') || owner.name),
};

export function registerCopy(targets: ActionTargets, monitor: Monitor): vscode.Disposable {
  const { t } = vscode.l10n;
  return vscode.Disposable.from(
    ...Object.entries(TEXTS).map(([name, textOf]) =>
      vscode.commands.registerCommand(`portolan.${name}`, async (...args: unknown[]) => {
        const chosen = await targets.resolve(args, t('Copy from which?'));
        const snapshot = await monitor.scan('listeners');
        const texts = chosen.flatMap((target) => {
          const socket = snapshot.sockets.get(target.sockets[0]);
          if (!socket) return [];
          return textOf({ socket, owner: ownerOf(target, [socket], snapshot), snapshot }) ?? [];
        });
        if (texts.length > 0) await vscode.env.clipboard.writeText([...new Set(texts)].join('\n'));
        else if (chosen.length > 0) {
          void vscode.window.showInformationMessage(literalMessage(t('There is nothing to copy any more.')));
        }
      }),
    ),
  );
}

/** As a POSIX shell would read it back. */
const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
