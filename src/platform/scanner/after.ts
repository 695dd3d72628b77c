/** Calls back once, that many milliseconds later; the answer takes that back. */
export type After = (ms: number, callback: () => void) => () => void;

export const byTimer: After = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
};
