/** A word or a turn that no text of Portolan has, and what stands there instead. docs/words.md gives the reasons. */
export interface Wording {
  readonly never: RegExp;
  readonly instead: string;
}

export const WORDINGS: readonly Wording[] = [
  { never: /\banew\b/i, instead: 'again' },
  { never: /\b(is|are) none\b/i, instead: 'there is no …' },
  { never: /\bso (long|many)\b/i, instead: 'how long or how many: a figure' },
  { never: /\b(is|are|was|were|been|being) told\b/i, instead: 'who says it: “VS Code said …”' },
  { never: /\bno more there\b/i, instead: 'closed' },
  { never: /\bleft over\b/i, instead: 'orphaned' },
  { never: /\breveals?\b/i, instead: 'show' },
  { never: /\bmine\b/i, instead: 'started by me, outside this workspace' },
  { never: /\b(pass|passes|passed) the filter\b|\bthat passes\b/i, instead: 'match' },
  { never: /\bwhat came of it\b/i, instead: 'the outcome' },
  { never: /\bnone of (this|that|it)\b|\bnone of \{/i, instead: 'not …’s' },
  { never: /\(s\)/, instead: 'one text for one, another for many' },
  { never: /['"]|\.\.\./, instead: '’, “ ” and …' },
  { never: /\b(please|sorry|oops)\b|!$/i, instead: 'nothing' },
];

/** Each denies what is around it; two in one clause are a riddle. */
const NEGATIVES =
  /\b(?:no|not|none|nobody|nothing|never|neither|nor|without|cannot|hardly|unless|unknown|unseen|un(?:able|known|likely))\b|n[’']t\b/gi;

const CLAUSES =
  /[,;:.?!–]|\b(?:but|and|because|though|although|so that|which|that|who|whose|if|where|while)\b/i;

export const doubleNegative = (message: string): boolean =>
  message
    .replace(/\bneither\b(.*?)\bnor\b/gi, 'not$1or')
    .split(CLAUSES)
    .some((clause) => (clause.match(NEGATIVES) ?? []).length > 1);
