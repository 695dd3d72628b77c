import assert from 'node:assert/strict';
import { type Comment, commentsOf, projectFiles, textOf } from './projectFiles';

// A doc comment stands alone: in a hover it is all there is. These counts may only shrink: whoever mends comments lowers
// them, and sets one to 0 for a moment to see the whole list.
const FRAGMENTS = 0;
const TURNS = 0;

/** A count that is lower than it says by more than this is to be lowered. */
const SLACK = 20;

/** Words that begin a comment which needs the line above to mean anything. */
const LEANS = /^(Of|Those|As|By|Also|Such|Nor|Or|And|But|So|Which|Who|In|At|With|Without|Till)\b/;

/** Fewer characters say nothing that the name does not. */
const SHORTEST = 23;

function isFragment({ doc, words }: Comment): boolean {
  // `@param`, `@surface` and the like speak for themselves.
  const prose = words.replace(/(^|\s)@\w+.*$/, '').trim();
  return doc && prose !== '' && (prose.length < SHORTEST || LEANS.test(prose));
}

const isTurn = ({ words }: Comment): boolean =>
  /\b(anew|(is|are) none|so (long|many|much)\b(?! as\b)|(is|was|were|are) told)\b/i.test(words);

const listed = (comments: readonly Comment[]): string =>
  comments.map(({ file, line, words }) => `${file}:${line} ${words.slice(0, 80)}`).join('\n');

describe('comments', () => {
  const comments = projectFiles(['.ts', '.mjs', '.js', '.cjs']).flatMap((file) =>
    commentsOf(file, textOf(file)),
  );

  const hold = (found: readonly Comment[], most: number): void => {
    assert.ok(found.length <= most, `${found.length} instead of at most ${most}:\n${listed(found)}`);
    assert.ok(most - found.length < SLACK, `only ${found.length} are left: lower the count`);
  };

  it('stand alone', () => hold(comments.filter(isFragment), FRAGMENTS));

  it('say how long and how many, again for anew, and who tells whom', () =>
    hold(comments.filter(isTurn), TURNS));

  for (const [text, fragment] of [
    ['/** Heard. */', true],
    ['/** By key of the call, as the map has it. */', true],
    [
      '/** Milliseconds between two announcements: what opens and closes within is not worth a word. */',
      false,
    ],
    ['/** @param rest there are others beside it */', false],
    ['// short', false],
  ] as const) {
    it(`takes ${text} for ${fragment ? 'a fragment' : 'none'}`, () => {
      assert.deepEqual(commentsOf('a.ts', text).map(isFragment), [fragment]);
    });
  }
});
