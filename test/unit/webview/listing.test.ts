import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chartProcess, chartRow } from '../../../src/core/chartRows';
import type { Socket } from '../../../src/core/socket';
import { english } from '../../../src/core/translate';
import type { ChartDiff, ChartSnapshot } from '../../../src/protocol';
import { announcement } from '../../../webview-ui/announcement';
import { EMPTY_LISTING, listingAfter, nearestLeft } from '../../../webview-ui/listing';
import { pageStateFrom } from '../../../webview-ui/pageState';
import { translator } from '../../../webview-ui/translator';
import { HOSTILE, listener, owner, snapshot } from '../chartExamples';

const rows = (...sockets: Socket[]) => sockets.map((socket) => chartRow(socket, snapshot(sockets)));
const lead = chartProcess(owner(100), snapshot([]), english);

const picture = (...sockets: Socket[]): ChartSnapshot => ({
  type: 'snapshot',
  batch: 1,
  at: 1,
  first: true,
  rows: rows(...sockets),
  processes: [lead],
});

const diff = (some: Partial<ChartDiff>): ChartDiff => ({
  type: 'diff',
  batch: 2,
  at: 2,
  opened: [],
  closed: [],
  changed: [],
  processes: [],
  ended: [],
  ...some,
});

describe('the page’s listing', () => {
  const shown = listingAfter(EMPTY_LISTING, picture(listener(1, 3000), listener(2, 22)));

  it('is in order, whatever order it came in', () => {
    assert.deepEqual([...shown.rows.keys()], ['tcp:1:2', 'tcp:1:1']);
  });

  it('takes what opened, changed, closed and ended', () => {
    const changed = rows(listener(2, 22, { exposure: 'everyone' }));
    const after = listingAfter(
      shown,
      diff({ opened: rows(listener(3, 80)), closed: ['tcp:1:1'], changed, ended: [lead.key] }),
    );
    assert.deepEqual([...after.rows.keys()], ['tcp:1:2', 'tcp:1:3']);
    assert.equal(after.rows.get('tcp:1:2')?.exposure, 'everyone');
    assert.equal(after.processes.size, 0);
    assert.equal(after.at, 2);
  });

  it('adds a later part, and forgets all at a new first one', () => {
    const whole = listingAfter(shown, { ...picture(listener(9, 90)), first: false });
    assert.equal(whole.rows.size, 3);
    assert.equal(listingAfter(whole, picture(listener(9, 90))).rows.size, 1);
  });
});

describe('where the focus goes when its row has gone', () => {
  it('is the next row left, else the last before it', () => {
    const before = ['a', 'b', 'c', 'd'];
    assert.equal(
      nearestLeft('b', before, (id) => id !== 'b'),
      'c',
    );
    assert.equal(
      nearestLeft('b', before, (id) => id === 'd' || id === 'a'),
      'd',
    );
    assert.equal(
      nearestLeft('d', before, (id) => id !== 'd'),
      'c',
    );
    assert.equal(
      nearestLeft('a', before, () => false),
      undefined,
    );
  });
});

describe('what a screen reader says', () => {
  const t = english;
  const two = listingAfter(EMPTY_LISTING, picture(listener(1, 3000), listener(2, 22)));

  it('names the few that came and went, and what went first', () => {
    const after = listingAfter(two, diff({ opened: rows(listener(3, 80)), closed: ['tcp:1:1'] }));
    assert.equal(
      announcement(two, after, t),
      '3000 node server.js is closed. 80 node server.js is listening',
    );
  });

  it('counts the many', () => {
    const opened = rows(listener(3, 80), listener(4, 81), listener(5, 82));
    assert.equal(announcement(two, listingAfter(two, diff({ opened })), t), '3 new listeners');
  });

  it('says nothing where nothing came or went', () => {
    assert.equal(announcement(two, two, t), '');
  });
});

describe('what the page kept', () => {
  it('is taken where it is its own', () => {
    const kept = { selected: 'tcp:1:1', scrollTop: 12.5 };
    assert.deepEqual(pageStateFrom(kept), kept);
  });

  it('may be anything, and then nothing is', () => {
    assert.deepEqual(pageStateFrom({ selected: 1, scrollTop: -1 }), { selected: undefined, scrollTop: 0 });
    fc.assert(
      fc.property(fc.anything(), (kept) =>
        assert.deepEqual(pageStateFrom(kept), { selected: undefined, scrollTop: 0 }),
      ),
    );
  });
});

describe('the page’s translations', () => {
  it('fill the holes of the translated text, and only those', () => {
    const t = translator([['{0} on {1}', '{1}: {0}']]);
    assert.equal(t('{0} on {1}', '{1}', HOSTILE), `${HOSTILE}: {1}`);
    assert.equal(t('{0} min', 3), '3 min');
  });
});
