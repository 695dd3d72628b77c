/** Letters and digits of any script, what no shell reads as anything else, and the dots of a masked secret. */
const PLAIN = /^[\p{L}\p{N}_@%+=:,./•-]+$/u;

/** The word as a POSIX shell reads it back: quoted where it holds anything that is not plain. */
export const shellWord = (word: string): string =>
  PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
