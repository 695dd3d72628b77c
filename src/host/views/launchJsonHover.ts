import * as vscode from 'vscode';
import { actionOf, actionsAt, actionsOn } from '../../core/listing/actions';
import { actionContext, heldSockets } from '../../core/listing/actionSubject';
import type { Target } from '../../core/listing/target';
import { launchJsonMentions } from '../../core/mentions/launchJson';
import type { Mention } from '../../core/mentions/mention';
import { leadOf, type Snapshot } from '../../core/snapshot/snapshot';
import { type Answer, whoOwns } from '../../core/who/answer';
import { parseQuery, type Query } from '../../core/who/query';
import type { Monitor } from '../../monitor';
import { literalMarkdown } from '../literalText';
import { SHOW_ANSWER } from './whoOwnsPort';

/** What a link in a hover may do: look, and ask. Stopping is a choice in the answer that it shows. */
const LINKED = [...actionsAt('hover').map((action) => `portolan.${action}`), SHOW_ANSWER];

/** Hovers over a port that launch.json names: who holds it now, or that it is free. */
export function registerLaunchJsonHover(monitor: Monitor): vscode.Disposable {
  const selector = ['json', 'jsonc'].map((language) => ({ language, pattern: '**/.vscode/launch.json' }));
  return vscode.languages.registerHoverProvider(selector, {
    async provideHover(document, position, token) {
      const offset = document.offsetAt(position);
      const mention = launchJsonMentions(document.getText()).find(
        ({ start, length }) => offset >= start && offset <= start + length,
      );
      const query = mention && queryOf(mention);
      if (!query) return undefined;
      const snapshot = await monitor.scan('all').catch(() => undefined); // the sidebar says what failed; a hover stays away
      if (!snapshot || token.isCancellationRequested) return undefined;
      const answer = whoOwns(snapshot, query, vscode.l10n.t);
      const { start, length } = mention;
      const range = new vscode.Range(document.positionAt(start), document.positionAt(start + length));
      return new vscode.Hover(hoverText(answer, query, snapshot), range);
    },
  });
}

/** `undefined`: another machine's. */
function queryOf({ host, port, protocol }: Mention): Query | undefined {
  const literal = host?.includes(':') && !host.startsWith('[') ? `[${host}]` : (host ?? '');
  return parseQuery(`${literal}:${port}/${protocol ?? 'tcp'}`);
}

function hoverText(answer: Answer, query: Query, snapshot: Snapshot): vscode.MarkdownString {
  const { t } = vscode.l10n;
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = { enabledCommands: LINKED };
  // Names of processes stand in it: literalMarkdown and appendText, and nothing else, keep them from being links.
  const text = isFree(answer, snapshot) ? t('Free. {0}', answer.sentence) : answer.sentence;
  markdown.appendText(literalMarkdown(text));
  const links: string[] = [];
  const [id] = answer.listeners;
  if (id !== undefined) {
    const target: Target = { sockets: [id], process: undefined };
    const socket = snapshot.sockets.get(id);
    const context = actionContext(snapshot, { isTrusted: vscode.workspace.isTrusted });
    const offered = socket ? actionsOn(heldSockets([socket], leadOf(socket, snapshot)), context) : [];
    for (const action of actionsAt('hover', offered)) {
      const { short, title } = actionOf(action);
      links.push(link((short ?? title)(t), `portolan.${action}`, target));
    }
  }
  if (id !== undefined || answer.near.length > 0) links.push(link(t('More…'), SHOW_ANSWER, query.text));
  return markdown.appendMarkdown(`\n\n${links.join(' · ')}`);
}

/** Nothing is there, nor anything that could be in the way, and nothing kept us from seeing it. */
const isFree = ({ listeners, near }: Answer, { gaps }: Snapshot): boolean =>
  listeners.length + near.length === 0 &&
  !gaps.some(({ subject }) => subject === 'system' || subject === 'table');

/** Every character that could end the link early is encoded, also those that encodeURIComponent leaves alone. */
function link(label: string, command: string, argument: unknown): string {
  const query = encodeURIComponent(JSON.stringify([argument])).replace(
    /[()'!*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `[${label}](command:${command}?${query})`;
}
