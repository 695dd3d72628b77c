/** Where something is kept over reloads of the window: plain JSON by key. VS Code's `workspaceState` in the extension. */
export interface Store {
  /** `undefined`: nothing is kept there. What is kept may be another version's, or damaged. */
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}
