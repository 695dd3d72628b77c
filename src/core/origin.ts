/** In the order of strength; the kinds without a rule yet have their place. */
export type OriginKind =
  'container' | 'debug' | 'task' | 'terminal' | 'vscode' | 'window' | 'orphan' | 'folder' | 'service';

/** What in the workspace a process came from. */
export interface Origin {
  readonly kind: OriginKind;
  /** Stable while the origin lives, unique among origins: `terminal:3`, `task:build`, `folder:/home/me/shop`. */
  readonly id: string;
  /** The terminal's, task's, extension's or folder's name. */
  readonly name: string;
  /** Path of the workspace folder it belongs to; `null` where it belongs to none. */
  readonly folder: string | null;
  /** Why this is said, in words, strongest first. */
  readonly evidence: readonly string[];
}

/** Whether there is a place to show: a terminal, a task's terminal, a folder. */
export const hasPlace = (origin: Origin | null | undefined): boolean =>
  origin?.kind === 'task' || origin?.kind === 'terminal' || origin?.kind === 'folder';
