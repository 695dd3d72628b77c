import assert from 'node:assert/strict';
import { visibleText } from '../../../../src/core/text/visibleText';

describe('visibleText', () => {
  it('spells out what acts or is not seen', () => {
    assert.equal(visibleText('a\nb\u001b[2J'), String.raw`a\nb\u{1b}[2J`);
    for (const character of [
      '\u3164',
      '\u2800',
      '\ufe0f',
      '\u034f',
      '\u115f',
      '\u200b',
      '\u061c',
      '\u{e0001}',
      '\u202e',
    ]) {
      assert.equal(visibleText(`a${character}b`), `a\\u{${character.codePointAt(0)!.toString(16)}}b`);
    }
  });

  it('leaves no name blank, and no line smeared', () => {
    for (const blank of [' ', '   ', '\u3164', '\u2800\u2800', '\u00a0', '\u3000']) {
      assert.match(visibleText(blank), /^(?:\\u\{[\da-f]+\})+$/);
    }
    assert.equal(visibleText(''), '');
    const smeared = visibleText(`e${'\u0301'.repeat(60)}`);
    assert.ok((smeared.match(/\p{M}/gu)?.length ?? 0) <= 4);
  });

  it('leaves writing as it is', () => {
    for (const text of ['naïve', 'e\u0301', 'ชื่อ', 'नमस्ते', 'שלום', '日本語', 'a b', 'ệ', 'กี่'])
      assert.equal(visibleText(text), text);
  });
});
