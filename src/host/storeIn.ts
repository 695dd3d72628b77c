import type * as vscode from 'vscode';
import type { Store } from '../memory/store';

/** VS Code's own store as memory wants one. It writes in its own time, and says nothing of a failure worth telling. */
export const storeIn = (memento: vscode.Memento): Store => ({
  get: (key) => memento.get(key),
  set: (key, value) => void memento.update(key, value),
});
