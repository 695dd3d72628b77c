/** The kinds of origin, strongest first. `unclear`: two of them contradict each other. */
export const ORIGIN_KINDS = [
  'container',
  'debug',
  'task',
  'terminal',
  'vscode',
  'window',
  'orphan',
  'folder',
  'service',
  'unclear',
] as const;

export type OriginKind = (typeof ORIGIN_KINDS)[number];

/** What in the workspace a process came from. */
export interface Origin {
  readonly kind: OriginKind;
  /** Stable while the origin lives, unique among origins: `terminal:4711`, `task:build`, `folder:/home/me/shop`. */
  readonly id: string;
  /** The terminal's, task's, session's, container's, extension's, unit's or folder's name. */
  readonly name: string;
  /** Path of the workspace folder it belongs to; `null` where it belongs to none. */
  readonly folder: string | null;
  /** Why this is said, in words, strongest first. */
  readonly evidence: readonly string[];
  /** What runs there, in few words, masked: a terminal's command line, a container's Compose service or image. */
  readonly detail?: string;
  /** Milliseconds since the terminal, task or session of an orphan ended, updated each minute. */
  readonly endedAgo?: number;
}

/** Whether there is a place to show: a session, a task's terminal, a terminal, a folder. */
export const hasPlace = (origin: Origin | null | undefined): boolean =>
  origin !== null &&
  origin !== undefined &&
  (origin.folder !== null || ['debug', 'task', 'terminal'].includes(origin.kind));
