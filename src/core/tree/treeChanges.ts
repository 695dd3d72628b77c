import { sameValue } from '../values/sameValue';
import type { SocketTree } from './socketTree';
import type { TreeNode } from './treeNode';

/**
 * Ids of the nodes to draw again: those whose own look changed or whose children came, went or moved. A node's
 * descendants are drawn with it, so they are left out. `undefined`: the roots themselves changed, so all of it.
 */
export function changedNodes(before: SocketTree, after: SocketTree): string[] | undefined {
  if (!sameIds(before.roots, after.roots)) return undefined;
  const changed: string[] = [];
  const compareNodes = (node: TreeNode): void => {
    const { children: was, ...lookBefore } = before.byId.get(node.id) ?? node;
    const { children, ...look } = node;
    if (!sameIds(was, children) || !sameValue(lookBefore, look)) changed.push(node.id);
    else children.forEach(compareNodes);
  };
  after.roots.forEach(compareNodes);
  return changed;
}

const sameIds = (a: readonly TreeNode[], b: readonly TreeNode[]): boolean =>
  a.length === b.length && a.every((node, index) => node.id === b[index]?.id);
