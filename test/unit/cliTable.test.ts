import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Column, tableLines } from '../../src/cli/table';
import { jsonLine } from '../../src/cli/terminal';
import { cutToWidth, textWidth } from '../../src/cli/textWidth';

interface Row {
  readonly port: string;
  readonly name: string;
  readonly note: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'PORT', text: ({ port }) => port, align: 'right' },
  { title: 'NAME', text: ({ name }) => name, flexible: true },
  { title: 'NOTE', text: ({ note }) => note, optional: true },
];

const row = (port: string, name: string, note = ''): Row => ({ port, name, note });

describe('the command line’s table', () => {
  it('aligns numbers right and words left, without blanks at the end', () => {
    assert.deepEqual(tableLines(COLUMNS, [row('80', 'nginx', 'a'), row('3000', 'x')], undefined), [
      'PORT  NAME   NOTE',
      '  80  nginx  a',
      '3000  x',
    ]);
  });

  it('leaves out a column that has nothing to say, and has a title line without rows', () => {
    assert.deepEqual(tableLines(COLUMNS, [row('80', 'nginx')], undefined), ['PORT  NAME', '  80  nginx']);
    assert.deepEqual(tableLines(COLUMNS, [], undefined), ['PORT  NAME']);
  });

  it('keeps to the terminal’s width by cutting what may be cut, and never the port', () => {
    const rows = [row('3000', 'n'.repeat(100), 'note'), row('5173', '漢字'.repeat(50), 'note')];
    const lines = tableLines(COLUMNS, rows, 40);
    for (const line of lines) assert.ok(textWidth(line) <= 40, line);
    assert.match(lines[1]!, /^3000 {2}n+… {2}note$/);
    assert.match(lines[2]!, /^5173 {2}[漢字]+… +note$/);
    assert.match(tableLines(COLUMNS, rows, 10)[1]!, /^3000 {2}n{7}… {2}note$/);
  });

  it('counts cells, not characters', () => {
    for (const [text, width] of [
      ['node', 4],
      ['ünï', 3],
      ['漢字', 4],
      ['e\u0301', 1],
      ['🚀', 2],
      ['•••', 3],
    ] as const) {
      assert.equal(textWidth(text), width, text);
    }
  });

  it('never cuts wider than it was told, and leaves alone what fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, limit) => {
        const cut = cutToWidth(text, limit);
        assert.ok(textWidth(cut) <= limit);
        if (textWidth(text) <= limit) assert.equal(cut, text);
        else assert.ok(cut.endsWith('…') && text.startsWith(cut.slice(0, -1)));
      }),
    );
  });
});

describe('JSON on a terminal', () => {
  it('is plain where it would act or not be seen, and means the same', () => {
    const document = { text: 'a\u061c\u200b\ufeff\u{e0001}\u202e\u0085\u3164\u034fb é 日本 👍' };
    assert.doesNotMatch(jsonLine(document), /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u);
    assert.deepEqual(JSON.parse(jsonLine(document)), document);
    assert.match(jsonLine(document), /é 日本 👍/);
  });
});
