/** Exit codes are a contract: scripts rely on them, and `portolan --help` lists them. */
export const EXIT = {
  done: 0,
  nothingThere: 1,
  usage: 2,
  notPermitted: 3,
  refused: 4,
  stillHeld: 5,
  /** The system showed nothing that an answer could rest on, or the answer could not be written. */
  couldNotLook: 6,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Where nothing was found: it is not there, or it could not be seen. */
export const nothingSeen = (blind: boolean): ExitCode => (blind ? EXIT.couldNotLook : EXIT.nothingThere);

/** What a command whose answer did not arrive ends with: only what went wrong otherwise stays as it is. */
export const withoutAnswer = (exit: ExitCode): ExitCode =>
  exit === EXIT.done || exit === EXIT.nothingThere ? EXIT.couldNotLook : exit;
