import type * as vscode from 'vscode';
import type { Store } from '../memory/store';

/**
 * VS Code's store in the shape that memory needs. It writes at its own time, and reports no failure that a person could
 * act on.
 */
export const storeIn = (memento: vscode.Memento): Store => ({
  get: (key) => memento.get(key),
  set: (key, value) => void memento.update(key, value),
});
