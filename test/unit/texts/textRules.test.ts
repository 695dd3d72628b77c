import assert from 'node:assert/strict';
import { withoutExceptions } from '../../texts/exceptions';
import type { Surface } from '../../texts/surfaces';
import type { Text } from '../../texts/text';
import { problemsOf, type Rule } from '../../texts/textRules';

const textOf = (message: string, surface: Surface, more: Partial<Text> = {}): Text => ({
  ...{ message, file: 'src/a.ts', line: 1, surfaces: [surface], longest: message },
  ...{ counts: [], beside: [], glued: false, ...more },
});

const rulesOf = (message: string, surface: Surface, more?: Partial<Text>): Rule[] =>
  problemsOf(textOf(message, surface, more)).map(({ rule }) => rule);

describe('the lint of texts', () => {
  const CASES: readonly (readonly [
    message: string,
    surface: Surface,
    rules: Rule[],
    more?: Partial<Text>,
  ])[] = [
    ['{0} is free.', 'notification', []],
    ['{0} is free.', 'notification', ['length'], { longest: 'x'.repeat(121) }],
    ['It has ended. The port is free.', 'notification', ['sentences']],
    ['has ended', 'notification', ['form']],
    ['Stop', 'button', []],
    ['Stop.', 'button', ['form']],
    ['Stop…', 'button', []],
    [' and more', 'part', ['cut']],
    ['listens on', 'part', ['cut'], { glued: true }],
    ['You stopped waiting.', 'line', [], { glued: true }],
    ['{0} listeners', 'map', ['plural'], { counts: [0] }],
    ['{0} listeners', 'map', [], { counts: [0], beside: ['1 listener'] }],
    ['{0} processes', 'map', [], { counts: [0], beside: ['one process'] }],
    ['{0} new sockets', 'map', ['plural'], { counts: [0], beside: ['2 new ports'] }],
    ['{0} ms', 'map', [], { counts: [0] }],
    ['It cannot be seen without that user’s rights', 'gap', ['negative']],
    ['Nothing listens there, and no file is left', 'gap', []],
    ['It neither listens nor is connected', 'gap', []],
    ['Nobody doesn’t listen', 'gap', ['negative']],
    ['Arrange anew', 'map', ['word']],
    ['There is none', 'map', ['word']],
    ['So many are listening', 'map', ['word']],
    ['It was told by VS Code', 'fact', ['word']],
    ['{0} listener(s)', 'map', ['word'], { counts: [0] }],
    ["Don't ask", 'button', ['word']],
    ['Looking...', 'map', ['word']],
  ];
  for (const [message, surface, rules, more] of CASES) {
    it(`finds ${rules.join(', ') || 'nothing wrong'} in “${message}” (${surface})`, () => {
      assert.deepEqual(rulesOf(message, surface, more), rules);
    });
  }

  it('holds a text for several surfaces against the strictest', () => {
    const text = textOf('{0}', 'line', { surfaces: ['line', 'button'], longest: 'x'.repeat(60) });
    assert.match(problemsOf(text)[0]?.sentence ?? '', /button has room for 30/);
  });
});

describe('exceptions from the lint of texts', () => {
  const problems = problemsOf(textOf('Arrange anew', 'map'));
  const exception = { text: 'Arrange anew', rule: 'word', reason: 'issue 3' } as const;

  it('allow one text one rule', () => {
    assert.equal(withoutExceptions(problems, { waiting: 0, exceptions: [] }).length, 1);
    assert.deepEqual(withoutExceptions(problems, { waiting: 1, exceptions: [exception] }), []);
    assert.equal(
      withoutExceptions(problems, { waiting: 1, exceptions: [{ ...exception, rule: 'cut' }] }).length,
      2,
    );
  });

  it('are refused once nothing needs them, without a reason, and where the count of those that wait is wrong', () => {
    assert.match(withoutExceptions([], { waiting: 1, exceptions: [exception] })[0] ?? '', /remove it/);
    const bare = withoutExceptions(problems, { waiting: 0, exceptions: [{ ...exception, reason: ' ' }] });
    assert.match(bare[0] ?? '', /has no reason/);
    assert.match(
      withoutExceptions(problems, { waiting: 5, exceptions: [exception] })[0] ?? '',
      /"waiting" says 5/,
    );
  });
});
