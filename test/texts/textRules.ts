import { type SurfaceRule, SURFACES } from './surfaces';
import type { Text } from './text';
import { doubleNegative, WORDINGS } from './wording';

export const RULES = ['length', 'sentences', 'form', 'cut', 'plural', 'negative', 'word'] as const;
export type Rule = (typeof RULES)[number];

export interface Problem {
  readonly rule: Rule;
  readonly text: Text;
  readonly sentence: string;
}

/** What is wrong with one text. */
export function problemsOf(text: Text): Problem[] {
  const problem = (rule: Rule, sentence: string): Problem => ({ rule, text, sentence });
  return [
    ...surfaceProblems(text, problem),
    ...(isCut(text) ? [problem('cut', 'is a piece of a sentence: give the translator the whole one')] : []),
    ...[lonelyPlural(text)].flatMap((noun) =>
      noun === undefined ? [] : [problem('plural', `has many ${noun} and no text for one`)],
    ),
    ...(doubleNegative(text.message) ? [problem('negative', 'denies twice: say what is so')] : []),
    ...WORDINGS.filter(({ never }) => never.test(text.message)).map(({ never, instead }) =>
      problem('word', `has “${never.exec(text.message)?.[0] ?? ''}”: write ${instead}`),
    ),
  ];
}

type MakeProblem = (rule: Rule, sentence: string) => Problem;

/** The problems on the strictest surface that the text is for. */
function surfaceProblems({ message, surfaces, longest }: Text, problem: MakeProblem): Problem[] {
  const problems: Problem[] = [];
  const rules = surfaces.map((surface): [string, SurfaceRule] => [surface, SURFACES[surface]]);
  const [shortest, { longest: most }] = rules.reduce((one, other) =>
    other[1].longest < one[1].longest ? other : one,
  );
  if (longest.length > most) {
    problems.push(
      problem('length', `can have ${longest.length} characters, and ${shortest} has room for ${most}`),
    );
  }
  const count = sentencesOf(message);
  const strict = rules.find(([, { sentences = Infinity }]) => count > sentences);
  if (strict)
    problems.push(
      problem('sentences', `has ${count} sentences, and ${strict[0]} has ${strict[1].sentences}`),
    );
  if (rules.some(([, { form }]) => form === 'sentence') && !isWholeSentence(message)) {
    problems.push(problem('form', 'is no whole sentence, from its first letter to its full stop'));
  }
  // What serves a sentence's surface too may end like a sentence.
  if (rules.every(([, { form }]) => form === 'label') && /[^.]\.$/.test(message)) {
    problems.push(problem('form', 'is a label and ends with a full stop'));
  }
  return problems;
}

const sentencesOf = (message: string): number => message.match(/[.?!](?=\s|$)/g)?.length ?? 1;

const isWholeSentence = (message: string): boolean =>
  /^[\p{Lu}\p{N}{“‘`]/u.test(message) && /(?:[.?!…]|\{\d+\})[”’`)]?$/u.test(message);

/** Blanks or a comma at an edge, or glued to other words by code without being a sentence of its own. */
const isCut = ({ message, glued }: Text): boolean =>
  /^[\s,;]|[\s,;]$/.test(message) || (glued && !isWholeSentence(message));

/** `{0} listeners` where the same function has no text with `listener` or with `1`. */
function lonelyPlural({ message, counts, beside }: Text): string | undefined {
  for (const index of counts) {
    const noun = new RegExp(`\\{${index}\\} (?:[\\p{L}’-]+ ){0,2}?(\\p{Ll}{3,}s)\\b`, 'u').exec(message)?.[1];
    if (noun === undefined || /(ss|us|ms|^this|^less)$/.test(noun)) continue;
    const one = noun.replace(/(?<=ss|x|ch|sh)es$|s$/, '');
    if (!beside.some((other) => new RegExp(`\\b(${one}|1)\\b`, 'i').test(other))) return noun;
  }
  return undefined;
}
