/** A line without the escape sequences that colour it, and where each of its characters stood. */
export interface PlainText {
  readonly text: string;
  /** Where the character at `index` stands in the line as it was given. */
  readonly at: (index: number) => number;
}

const ESCAPE = '\u001b';
const BELL = '\u0007';
/** ECMA-48: `ESC [ 31 m`, `ESC [ ? 25 l`; and hyperlinks and titles, `ESC ] 8 ; ; URL`, to their end. */
const SEQUENCE = new RegExp(
  `${ESCAPE}(?:\\[[\\d;:?]{0,40}[@-~]|\\][^${ESCAPE}${BELL}]{0,400}(?:${BELL}|${ESCAPE}\\\\))`,
  'g',
);

/** A terminal passes lines on without escape sequences; a log that a person pastes has them. */
export function plainText(line: string): PlainText {
  if (!line.includes(ESCAPE)) return { text: line, at: (index) => index };
  const kept: number[] = [];
  let text = '';
  let from = 0;
  const keep = (to: number) => {
    text += line.slice(from, to);
    for (let index = from; index < to; index++) kept.push(index);
  };
  for (const { index, 0: sequence } of line.matchAll(SEQUENCE)) {
    keep(index);
    from = index + sequence.length;
  }
  keep(line.length);
  return { text, at: (index) => kept[index] ?? line.length };
}
