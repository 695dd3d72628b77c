/** Exit codes are a contract: scripts rely on them, and `portolan --help` lists them. */
export const EXIT = {
  done: 0,
  nothingThere: 1,
  usage: 2,
  notPermitted: 3,
  refused: 4,
  stillHeld: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
