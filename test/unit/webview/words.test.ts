import assert from 'node:assert/strict';
import { english } from '../../../src/core/text/translate';
import { announcement } from '../../../webview-ui/announcement';
import { translator } from '../../../webview-ui/translator';
import { HOSTILE } from '../../support/snapshots/chartExamples';
import { aListener, aProcess } from '../../support/snapshots/chartWorld';

const holder = aProcess(1, 'vite');
const rows = [80, 81, 82].map((port) => aListener(port, port, holder));
const say = (opened: number, closed: number): string =>
  announcement(rows.slice(0, opened), rows.slice(0, closed), ({ port }) => `${String(port)} vite`, english);

describe('what a screen reader says', () => {
  it('names the few that came and went, and what went first', () => {
    assert.equal(say(1, 1), '80 vite is closed. 80 vite is listening');
  });

  it('counts the many', () => {
    assert.equal(say(3, 0), '3 new listeners');
    assert.equal(say(0, 3), '3 listeners closed');
  });

  it('says nothing where nothing came or went', () => assert.equal(say(0, 0), ''));
});

describe('the page’s translations', () => {
  it('fill the holes of the translated text, and only those', () => {
    const t = translator([['{0} on {1}', '{1}: {0}']]);
    assert.equal(t('{0} on {1}', '{1}', HOSTILE), `${HOSTILE}: {1}`);
    assert.equal(t('{0} min', 3), '3 min');
  });
});
