import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, type Rule, RULES } from './textRules';

/** A text that may break a rule. */
interface Exception {
  readonly text: string;
  readonly rule: Rule;
  readonly reason: string;
}

/** Texts from before the lint, to be rewritten: nothing new may have this reason. */
const TO_BE_WRITTEN = 'issue 3';

export interface Exceptions {
  /** How many still wait to be rewritten: it may only shrink. */
  readonly waiting: number;
  readonly exceptions: readonly Exception[];
}

export const readExceptions = (): Exceptions =>
  JSON.parse(readFileSync(join(__dirname, 'exceptions.json'), 'utf8')) as Exceptions;

/** Problems that no exception allows, and what is wrong with the exceptions themselves; a sentence each. */
export function withoutExceptions(
  problems: readonly Problem[],
  { waiting, exceptions }: Exceptions,
): string[] {
  const isMeant = (problem: Problem, { text, rule }: Exception): boolean =>
    problem.text.message === text && problem.rule === rule;
  const left = problems
    .filter((problem) => !exceptions.some((exception) => isMeant(problem, exception)))
    .map(
      ({ text: { file, line, message }, rule, sentence }) =>
        `${file}:${line} “${message}” ${sentence} (${rule})`,
    );
  const idle = exceptions
    .filter((exception) => !problems.some((problem) => isMeant(problem, exception)))
    .map(
      ({ text, rule }) => `exceptions.json: nothing needs an exception from ${rule} for “${text}”: remove it`,
    );
  const bare = exceptions
    .filter(({ rule, reason }) => reason.trim() === '' || !RULES.includes(rule))
    .map(
      ({ text }) =>
        `exceptions.json: the exception for “${text}” has no reason, or a rule that does not exist`,
    );
  const open = exceptions.filter(({ reason }) => reason === TO_BE_WRITTEN).length;
  const count =
    open === waiting
      ? []
      : [`exceptions.json: ${open} texts wait for ${TO_BE_WRITTEN}, and "waiting" says ${waiting}`];
  return [...left, ...idle, ...bare, ...count];
}
