import * as vscode from 'vscode';
import { findAddressInUse } from '../../core/mentions/addressInUse';
import { oneLine } from '../../core/text/oneLine';
import { runCommand } from '../runCommand';
import { SHOW_ANSWER } from './whoOwnsPort';

class AddressInUseLink extends vscode.TerminalLink {
  constructor(
    start: number,
    length: number,
    readonly query: string,
  ) {
    super(start, length, vscode.l10n.t('Who owns {0}?', oneLine(query)));
  }
}

/** Makes the address in an `EADDRINUSE` line a link to its owner. */
export function registerTerminalLinks(): vscode.Disposable {
  const provider: vscode.TerminalLinkProvider<AddressInUseLink> = {
    provideTerminalLinks: ({ line }) =>
      findAddressInUse(line).map(({ start, length, query }) => new AddressInUseLink(start, length, query)),
    handleTerminalLink: ({ query }) => runCommand(SHOW_ANSWER, query),
  };
  return vscode.window.registerTerminalLinkProvider(provider);
}
