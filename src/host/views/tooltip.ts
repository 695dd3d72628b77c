import * as vscode from 'vscode';
import { socketFacts } from '../../core/inspection/socketFacts';
import type { Snapshot } from '../../core/snapshot/snapshot';
import { describeCost, describeMachine } from '../../core/text/describe';
import type { TreeNode } from '../../core/tree/treeNode';
import { literalMarkdown } from '../literalText';
import { timeText } from '../timeText';

/**
 * Everything about a row. Names and command lines are anybody's text: {@link literalMarkdown} and `appendText` alone put them in, and nothing here
 * is trusted.
 */
export function tooltip(node: TreeNode, snapshot: Snapshot): vscode.MarkdownString {
  const { t } = vscode.l10n;
  const markdown = new vscode.MarkdownString();
  heading(markdown, [node.label, node.description].filter(Boolean).join(' · '));
  if (!node.target) {
    return markdown.appendText(
      literalMarkdown(`${describeMachine(snapshot.machine, t)}, ${describeCost(snapshot.cost, t)}`),
    );
  }
  for (const { title, facts } of socketFacts(node.target, snapshot, { timeText, t, brief: true }) ?? []) {
    heading(markdown, title);
    for (const { name, value } of facts) {
      markdown.appendText(literalMarkdown(`${name}: ${value}`));
      markdown.appendMarkdown('  \n');
    }
  }
  return markdown;
}

function heading(markdown: vscode.MarkdownString, text: string): void {
  markdown.appendMarkdown('\n\n**').appendText(literalMarkdown(text)).appendMarkdown('**  \n');
}
