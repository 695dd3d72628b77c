import type { Surface } from './surfaces';

/** A text that a person reads, where it is written. */
export interface Text {
  /** English, with `{0}`, `{1}`… where the arguments go. */
  readonly message: string;
  /** Relative to the repository, with slashes. */
  readonly file: string;
  /** The line in the file, counted from 1. */
  readonly line: number;
  readonly surfaces: readonly Surface[];
  /** The message with the longest arguments that are to be expected. */
  readonly longest: string;
  /** Indexes of the arguments that are counts. */
  readonly counts: readonly number[];
  /** Other messages of the same function. */
  readonly beside: readonly string[];
  /** Whether code joins it with other words, so that a translator gets only a part. */
  readonly glued: boolean;
}

/** What is wrong with where or how a text is written, before its words are looked at. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly sentence: string;
}
