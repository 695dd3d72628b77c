import assert from 'node:assert/strict';
import { Rhythm, type WatchPlan } from '../../../../src/core/watch/rhythm';

const PLAN: WatchPlan = { scope: 'all', intervalMs: 200, focused: true };

/** Does what is due from one moment to another, each scan in no time; what was scanned when. */
function scansOf(rhythm: Rhythm, from: number, to: number, news: (at: number) => boolean = () => false) {
  const scans: string[] = [];
  for (let due = rhythm.next; due && due.at <= to; due = rhythm.next) {
    const at = Math.max(from, due.at);
    rhythm.began(due.scope, at);
    rhythm.ended(due.scope, 1, due.scope === 'listeners' && news(at), at);
    scans.push(`${due.scope} ${at}`);
  }
  return scans;
}

function watching(plan: Partial<WatchPlan> = {}): Rhythm {
  const rhythm = new Rhythm();
  rhythm.follow({ ...PLAN, ...plan }, 0);
  rhythm.began('all', 0);
  rhythm.ended('all', 1, false, 0);
  return rhythm;
}

describe('the rhythm of scans', () => {
  it('has nothing to do where nothing is watched', () => {
    const rhythm = watching();
    rhythm.follow(undefined, 100);
    assert.equal(rhythm.next, undefined);
    assert.equal(rhythm.intervalMs, null);
  });

  it('scans listeners each interval, and everything every 25', () => {
    const scans = scansOf(watching(), 0, 10_000);
    assert.deepEqual(
      scans.filter((scan) => scan.startsWith('all')),
      ['all 5000', 'all 10000'],
    );
    assert.equal(scans.length, 50);
  });

  it('scans everything at once where listeners changed, as far as a twentieth of a core allows', () => {
    const rhythm = watching();
    rhythm.ended('all', 30, false, 0); // the next may begin after 600 ms
    const scans = scansOf(rhythm, 0, 1000, (at) => at === 400);
    assert.deepEqual(scans, ['listeners 200', 'listeners 400', 'all 600', 'listeners 800', 'listeners 1000']);
  });

  it('tries a full scan that failed again after the interval, not at once', () => {
    const rhythm = watching();
    rhythm.began('all', 0);
    rhythm.failed('all', 0);
    assert.deepEqual(rhythm.next, { at: 200, scope: 'all' });
  });

  it('scans after an event though nothing is watched, and begins that again at another', () => {
    const rhythm = new Rhythm();
    rhythm.followUp('listeners', 0);
    rhythm.followUp('listeners', 100);
    assert.deepEqual(scansOf(rhythm, 0, 60_000), ['listeners 400', 'listeners 1100', 'listeners 3100']);
    rhythm.followUp('listeners', 70_000);
    rhythm.cancelFollowUps();
    assert.equal(rhythm.next, undefined);
  });

  it('counts the interval from a scan that was asked for in between', () => {
    const rhythm = watching({ scope: 'listeners' });
    rhythm.began('listeners', 150);
    rhythm.ended('listeners', 1, false, 150);
    assert.equal(rhythm.next?.at, 350);
  });
});
