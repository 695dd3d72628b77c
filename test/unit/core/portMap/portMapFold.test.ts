import assert from 'node:assert/strict';
import fc from 'fast-check';
import { callKey, marksOf, type PortMap } from '../../../../src/core/portMap/portMap';
import { type Folding, foldPortMap, MAX_MARKS } from '../../../../src/core/portMap/portMapFold';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';
import { aCall, anOrigin, aPortMap, aProcess } from '../../../support/snapshots/portMaps';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

const NOTHING: Folding = { depth: 0, tooMuch: Infinity, opened: new Set(), kept: new Set() };

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const processesOf = ({ origins }: PortMap) => origins.flatMap(({ processes }) => processes);
const listenersOf = (portMap: PortMap) => processesOf(portMap).flatMap(({ listeners }) => listeners);
const stoodFor = (items: readonly { readonly folded: number }[]): number =>
  sum(items.map(({ folded }) => Math.max(1, folded)));

const anyPortMap: fc.Arbitrary<PortMap> = fc
  .tuple(
    fc.array(fc.array(fc.tuple(fc.nat(12), fc.nat(2)), { minLength: 1, maxLength: 12 }), { maxLength: 40 }),
    fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 50 })), { maxLength: 120 }),
  )
  .map(([shapes, ends]) => {
    const origins = shapes.map((processes, o) =>
      anOrigin(
        `o${o}`,
        processes.map(([listeners, name], p) => aProcess(`o${o}p${p}`, upTo(listeners), `name ${name}`)),
        { edge: o === 0 ? 'in' : null, band: o % 5 === 0 ? 'system' : 'workspace' },
      ),
    );
    const callers = origins.flatMap(({ processes }) => processes);
    const deps = callers.flatMap(({ listeners }) => listeners);
    const calls = new Map(
      ends.flatMap(([from, to, connections]) => {
        const caller = callers[from % Math.max(1, callers.length)];
        const listener = deps[to % Math.max(1, deps.length)];
        if (!caller || !listener) return [];
        const key = callKey(caller.key, listener.key);
        return [[key, aCall(caller.key, listener.key, connections)] as const];
      }),
    );
    return { origins, calls: [...calls.values()] };
  });

describe('folding the map', () => {
  it('leaves a workspace as it is', () => {
    const portMap: PortMap = {
      origins: Array.from({ length: 9 }, (_, n) => anOrigin(`o${n}`, [aProcess(`p${n}`, upTo(3))])),
      calls: [],
    };
    assert.deepEqual(foldPortMap(portMap, NOTHING), {
      portMap,
      depth: 0,
      tooMuch: Infinity,
      callsLeftOut: 0,
    });
  });

  it('draws no more than it may, stands for everything, and has no line that ends nowhere', () => {
    fc.assert(
      fc.property(anyPortMap, (portMap) => {
        const { portMap: folded, depth, callsLeftOut } = foldPortMap(portMap, NOTHING);
        assert.ok(marksOf(folded) <= MAX_MARKS, `${marksOf(folded)} marks`);
        assert.equal(stoodFor(listenersOf(folded)), listenersOf(portMap).length);
        assert.equal(stoodFor(processesOf(folded)), processesOf(portMap).length);
        const processes = new Set(processesOf(folded).map(({ key }) => key));
        const listeners = new Set(listenersOf(folded).map(({ key }) => key));
        assert.ok(folded.calls.every(({ from, to }) => processes.has(from) && listeners.has(to)));
        const holder = new Map(
          processesOf(folded).flatMap(({ key, listeners: held }) =>
            held.map((each) => [each.key, key] as const),
          ),
        );
        if (depth > 0) assert.ok(folded.calls.every(({ from, to }) => holder.get(to) !== from));
        if (callsLeftOut > 0) return;
        const connections = (calls: PortMap['calls']) => sum(calls.map((call) => call.connections));
        assert.ok(connections(folded.calls) <= connections(portMap.calls));
      }),
      { numRuns: Math.ceil(FUZZ_RUNS / 10) },
    );
  });

  const crowd: PortMap = {
    origins: Array.from({ length: 30 }, (_, n) =>
      anOrigin(`o${n}`, [aProcess(`o${n}p0`, upTo(9)), aProcess(`o${n}p1`, upTo(9))]),
    ),
    calls: [],
  };

  it('never folds away what is selected', () => {
    const folded = foldPortMap(crowd, { ...NOTHING, kept: new Set(['o29p1:8']) }).portMap;
    assert.ok(listenersOf(folded).some(({ key }) => key === 'o29p1:8'));
    assert.ok(!listenersOf(foldPortMap(crowd, NOTHING).portMap).some(({ key }) => key === 'o29p1:8'));
  });

  it('shows what a person opened', () => {
    const folded = foldPortMap(crowd, { ...NOTHING, opened: new Set(['o3', 'o3p0']) }).portMap;
    const origin = folded.origins.find(({ key }) => key === 'o3');
    assert.equal(origin?.processes.find(({ key }) => key === 'o3p0')?.listeners.length, 9);
  });

  it('makes processes of one name one, and says how many', () => {
    const workers = Array.from({ length: 40 }, (_, n) => aProcess(`p${n}`, upTo(4), 'gunicorn'));
    const { portMap } = foldPortMap({ origins: [anOrigin('o', workers)], calls: [] }, NOTHING);
    const [one, ...others] = processesOf(portMap);
    assert.deepEqual([one?.name, one?.folded, others], ['gunicorn', 40, []]);
  });

  it('does not put one thing away under words that need its room', () => {
    const portMap = aPortMap(
      Array.from({ length: 14 }, (_, n) => anOrigin(`o${n}`, [aProcess(`p${n}`, upTo(9))])),
    );
    const listeners = listenersOf(foldPortMap(portMap, NOTHING).portMap);
    assert.ok(listeners.some(({ folded }) => folded > 0));
    assert.ok(listeners.every(({ folded }) => folded !== 1));
  });

  it('keeps the number of connections between what is folded, and none within', () => {
    const origins = [0, 1].map((o) =>
      anOrigin(
        `o${o}`,
        upTo(60).map((p) => aProcess(`o${o}p${p}`, upTo(3), 'worker')),
      ),
    );
    const between = upTo(50).map((n) => aCall(`o0p${n}`, `o1p${n}:0`, 2));
    const within = upTo(50).map((n) => aCall(`o0p${n}`, `o0p${n + 1}:0`, 7));
    const { portMap } = foldPortMap(aPortMap(origins, [...between, ...within]), NOTHING);
    assert.equal(sum(portMap.calls.map(({ connections }) => connections)), 100);
  });

  it('lets the calls follow what was folded twice: into one of its name, and that into one of many', () => {
    const names = ['a', 'b', 'c', 'd'];
    const origins = Array.from({ length: 22 }, (_, o) =>
      anOrigin(
        `o${o}`,
        names.flatMap((name) => [0, 1].map((n) => aProcess(`o${o}${name}${n}`, upTo(2), name))),
      ),
    );
    const calls = upTo(21).map((n) => aCall(`o${n}d1`, `o${n + 1}d1:0`, 2));
    const { portMap, depth } = foldPortMap(aPortMap(origins, calls), NOTHING);
    assert.ok(depth >= 6);
    const drawn = processesOf(portMap).map(({ key }) => key);
    assert.equal(portMap.calls.length, 21);
    assert.ok(portMap.calls.every(({ from }) => drawn.includes(from)));
  });

  it('unfolds only when there is room to spare', () => {
    const origins = (count: number): PortMap => ({
      origins: Array.from({ length: count }, (_, n) => anOrigin(`o${n}`, [aProcess(`p${n}`, upTo(1))])),
      calls: [],
    });
    assert.equal(foldPortMap(origins(51), NOTHING).depth > 0, true);
    const { depth } = foldPortMap(origins(51), NOTHING);
    assert.equal(foldPortMap(origins(49), { ...NOTHING, depth }).depth, depth);
    assert.equal(foldPortMap(origins(39), { ...NOTHING, depth }).depth, 0);
  });

  it('is not tried richer again before there is less', () => {
    const one = (listeners: number): PortMap => aPortMap([anOrigin('o', [aProcess('p', upTo(listeners))])]);
    const { depth } = foldPortMap(one(160), NOTHING);
    const { tooMuch } = foldPortMap(one(130), { ...NOTHING, depth });
    assert.equal(tooMuch, marksOf(one(130)));
    assert.equal(foldPortMap(one(100), { ...NOTHING, depth, tooMuch }).depth, 0);
    // Even with room to spare: as many were too much.
    assert.equal(foldPortMap(one(100), { ...NOTHING, depth, tooMuch: marksOf(one(100)) }).depth, depth);
  });
});
