import * as vscode from 'vscode';
import type { Protocol } from '../../core/socket/socket';
import { describeAge } from '../../core/text/describe';
import { pastOwners } from '../../core/timeline/pastOwners';
import { type Timeline, TIMELINE_MS } from '../../core/timeline/timeline';
import { parseQuery } from '../../core/who/query';
import type { Monitor } from '../../monitor';
import type { Wanted } from '../../protocol';
import { literalLabel } from '../literalText';
import { runCommand } from '../runCommand';
import { timeText } from '../timeText';
import { SHOW_IN_CHART } from './chartPanel';

interface Asked {
  readonly port: number;
  /** The protocol; `null` stands for any. */
  readonly protocol: Protocol | null;
}

/**
 * `Who Owned Port…`: asks a person for a port and shows its past owners. With an argument (a number, `5353/udp`) it
 * asks nothing and answers with the sentence and the episodes.
 */
export function registerWhoOwnedPort(timeline: () => Timeline, monitor: Monitor): vscode.Disposable {
  return vscode.commands.registerCommand('portolan.whoOwnedPort', async (argument?: unknown) => {
    const text = typeof argument === 'number' ? String(argument) : argument;
    const asked = typeof text === 'string' ? askedFor(text) : undefined;
    if (text !== undefined && text !== null && !asked) throw new Error(notAPort());
    const query = asked ?? (await ask());
    if (!query) return undefined;
    // What is there now is part of the answer; where nobody may look, the past still is.
    await monitor.scan('listeners').catch(() => undefined);
    const { port, protocol } = query;
    const { owners, sentence } = pastOwners(timeline(), port, protocol, { timeText, t: vscode.l10n.t });
    if (asked) return { port, protocol, sentence, episodes: owners.map(({ episode }) => episode) };
    await show(query, sentence, owners);
    return undefined;
  });
}

function askedFor(text: string): Asked | undefined {
  const query = parseQuery(text);
  return query?.kind === 'port' ? { port: query.port, protocol: query.protocol } : undefined;
}

const notAPort = (): string => vscode.l10n.t('Say a port: 3000, or 5353/udp.');

async function ask(): Promise<Asked | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Who owned a port?'),
    prompt: vscode.l10n.t(
      'A port, such as 3000 or 5353/udp. Portolan knows the last {0}, as far as it looked.',
      describeAge(TIMELINE_MS, vscode.l10n.t),
    ),
    validateInput: (value) => (value.trim() === '' || askedFor(value) ? undefined : notAPort()),
  });
  return text === undefined ? undefined : askedFor(text);
}

async function show(
  { port }: Asked,
  sentence: string,
  owners: ReturnType<typeof pastOwners>['owners'],
): Promise<void> {
  const picked = await vscode.window.showQuickPick(
    [
      ...owners.map(({ who, when, episode }) => ({
        label: `$(${episode.closed ? 'circle-outline' : 'circle-filled'}) ${literalLabel(who)}`,
        detail: literalLabel(when),
      })),
      { label: vscode.l10n.t('Show in the timeline'), detail: literalLabel(sentence) },
    ],
    { title: literalLabel(sentence) },
  );
  const wanted: Wanted = { view: 'timeline', filter: `port:${port}` };
  if (picked) runCommand(SHOW_IN_CHART, wanted);
}
