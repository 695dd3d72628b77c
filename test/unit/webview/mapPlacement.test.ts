import assert from 'node:assert/strict';
import fc from 'fast-check';
import { placed, type Placement, stacked } from '../../../webview-ui/portMap/placement';
import { type Item, type Link, rankByDagre } from '../../../webview-ui/portMap/ranking';
import { FUZZ_RUNS } from '../../support/fuzzRuns';

const ROOM = { columns: 5, height: 500 };

const anItem = (key: string, given: Partial<Item> = {}): Item => ({
  key,
  span: 1,
  height: 100,
  band: '',
  ...given,
});

const place = (keys: string, links: readonly Link[], previous: Placement = new Map()): Placement =>
  placed(
    Array.from(keys).map((key) => anItem(key)),
    links,
    previous,
    ROOM,
    rankByDagre,
  );

const columns = (placement: Placement): string =>
  [...placement].map(([key, { column }]) => `${key}${column}`).join(' ');

/** Worlds that only grow: every step adds items, and calls among all there are. */
const growing = fc.array(
  fc.record({
    items: fc.integer({ min: 0, max: 3 }),
    heights: fc.array(fc.integer({ min: 40, max: 300 }), { minLength: 3, maxLength: 3 }),
    links: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('places on the map', () => {
  it('lets calls run to the right, also through a wide one', () => {
    const links: Link[] = [
      ['w', 'a'],
      ['a', 'd'],
    ];
    assert.equal(columns(place('wad', links)), 'w0 a1 d2');
    const items = [anItem('w'), anItem('a', { span: 2 }), anItem('d')];
    assert.equal(columns(placed(items, links, new Map(), ROOM, rankByDagre)), 'w0 a1 d3');
  });

  it('puts what has no calls where a column is lowest', () => {
    assert.equal(columns(place('abcdefg', [])), 'a0 b1 c2 d3 e4 f0 g1');
  });

  it('deals a rank that is too high out to several columns', () => {
    const many = 'abcdefghij';
    const links = Array.from(many).map((key): Link => ['w', key]);
    const placement = place(`w${many}`, links);
    assert.equal(placement.get('w')?.column, 0);
    const used = new Set(Array.from(many).map((key) => placement.get(key)?.column));
    assert.deepEqual([...used].sort(), [1, 2, 3, 4].slice(0, used.size));
    assert.ok(used.size >= 2);
  });

  it('keeps who is placed in its place when something is added', () => {
    fc.assert(
      fc.property(growing, (steps) => {
        let placement: Placement = new Map();
        const items: Item[] = [];
        const links: Link[] = [];
        const joined = new Set<string>();
        for (const step of steps) {
          for (let n = 0; n < step.items; n++) {
            items.push(anItem(String(items.length), { height: step.heights[n] ?? 100 }));
          }
          if (items.length === 0) continue;
          const before = new Set(joined);
          for (const [from, to] of step.links) {
            const link: Link = [String(from % items.length), String(to % items.length)];
            links.push(link);
            if (link[0] !== link[1]) for (const key of link) joined.add(key);
          }
          const next = placed(items, links, placement, ROOM, rankByDagre);
          assert.equal(next.size, items.length);
          for (const [key, slot] of placement) {
            const hasJoined = joined.has(key) && !before.has(key);
            const firstCall = before.size === 0 && joined.size > 0;
            if (!hasJoined && !firstCall) assert.deepEqual(next.get(key), slot);
          }
          placement = next;
        }
      }),
      { numRuns: Math.ceil(FUZZ_RUNS / 20) },
    );
  });

  it('moves what gets its first call beside who calls it', () => {
    const first = place('wax', [['w', 'a']]);
    const then = place(
      'wax',
      [
        ['w', 'a'],
        ['a', 'x'],
      ],
      first,
    );
    assert.deepEqual([then.get('w'), then.get('a')], [first.get('w'), first.get('a')]);
    assert.equal(then.get('x')?.column, 2);
  });

  it('brings back to its place what was gone', () => {
    const first = place('wad', [
      ['w', 'a'],
      ['a', 'd'],
    ]);
    const without = place('wd', [], first);
    const again = place('wad', [['w', 'a']], without);
    assert.deepEqual(again.get('a'), first.get('a'));
  });

  it('stacks without overlap, however wide', () => {
    const slots: Placement = new Map([
      ['a', { column: 0, order: 0, joined: true }],
      ['b', { column: 0, order: 1, joined: true }],
      ['c', { column: 1, order: 2, joined: true }],
    ]);
    const items = [anItem('c'), anItem('b', { span: 2 }), anItem('a')];
    assert.deepEqual(
      stacked(items, slots, 10).tops,
      new Map([
        ['a', 0],
        ['b', 110],
        ['c', 220],
      ]),
    );
  });
});
