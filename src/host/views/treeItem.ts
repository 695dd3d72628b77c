import * as vscode from 'vscode';
import type { TreeIcon, TreeNode } from '../../core/tree/treeNode';

/** The row as VS Code draws it, without its tooltip: that is made when somebody asks. */
export function treeItem(node: TreeNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, collapsibleState(node));
  item.id = node.id;
  item.description = node.description;
  if (node.icon) item.iconPath = new vscode.ThemeIcon(ICONS[node.icon], colorOf(node.icon));
  // Words for `viewItem =~ /\bword\b/`.
  if (node.target) item.contextValue = node.actions.join(' ');
  item.accessibilityInformation = { label: node.spoken };
  return item;
}

function collapsibleState({ children, folded }: TreeNode): vscode.TreeItemCollapsibleState {
  if (children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return folded ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.Expanded;
}

/** Marks a row that a person may want to act on. */
const colorOf = (icon: TreeIcon): vscode.ThemeColor | undefined =>
  icon === 'orphan' || icon === 'unclear' ? new vscode.ThemeColor('list.warningForeground') : undefined;

const ICONS: Record<TreeIcon, string> = {
  workspace: 'root-folder',
  containers: 'package',
  elsewhere: 'account',
  vscode: 'vscode',
  system: 'server',
  task: 'tools',
  terminal: 'terminal',
  debug: 'debug-alt',
  container: 'package',
  orphan: 'debug-disconnect',
  folder: 'folder',
  window: 'window',
  service: 'server-process',
  unclear: 'question',
  machine: 'plug',
  network: 'radio-tower',
  everyone: 'globe',
  unix: 'file-symlink-file',
  port: 'list-tree',
  process: 'circle-small',
  unseen: 'lock',
};
