export interface Room {
  /** Folders or single files, relative to the repository. */
  readonly paths: readonly string[];
  /** Rooms, single files of rooms, packages, and `node:` for Node's own modules. */
  readonly imports: readonly string[];
}

export const HOUSE: readonly Room[];

/** `undefined`: the file lies in no room. */
export function roomOf(file: string): Room | undefined;

/**
 * The entry of its room's `imports` that lets a file import this, `own` where it stays in the room; `undefined`: it may not.
 *
 * @param file relative to the repository, with slashes
 * @param specifier as it stands in the import
 */
export function allowanceOf(file: string, specifier: string): string | undefined;
