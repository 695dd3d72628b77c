import assert from 'node:assert/strict';
import type { Snapshot } from '../../../../src/core/snapshot/snapshot';
import { planStop } from '../../../../src/core/stop/planStop';
import { type BindTrial, endingOf, hadEnded, type Outcome } from '../../../../src/core/stop/stopEnding';
import type { StopPlan } from '../../../../src/core/stop/stopPlan';
import { english } from '../../../../src/core/text/translate';
import { LINUX_WORDS } from '../../../../src/platform/linux/linuxWords';
import { aProcess, aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

const facts = { words: LINUX_WORDS, protection: new Map(), reaches: () => true, descendants: () => [] };
const lead = aProcess();
const listener = aSocket();

function planOn(snapshot: Snapshot, id = listener.id): StopPlan {
  const plan = planStop(snapshot, { sockets: [id] }, facts, english);
  assert.ok(plan.kind === 'plan', JSON.stringify(plan));
  return plan;
}

const plan = planOn(aSnapshot([listener], [lead]));

const ending = (
  now: Snapshot,
  {
    trial = 'free',
    plan: of = plan,
    ...after
  }: Partial<Outcome> & { trial?: BindTrial; plan?: StopPlan } = {},
) =>
  endingOf(
    of,
    now,
    {
      alive: false,
      stoppedWaiting: false,
      newcomers: NO_NEWCOMERS,
      trials: new Map([[listener.id, trial]]),
      ...after,
    },
    english,
  );

const NO_NEWCOMERS = { ended: [], left: [] };

describe('endingOf', () => {
  const nothing = aSnapshot([], []);

  it('is free where nobody holds it and one could listen there, or that could not be tried', () => {
    for (const trial of ['free', null] as const) {
      assert.deepEqual(ending(nothing, { trial }), {
        outcome: 'freed',
        heldBy: [],
        sentence: 'node server.js (100) has ended. 127.0.0.1:3000/tcp is free.',
      });
    }
  });

  it('is held where one could not, with what is in the way', () => {
    const closing = aSocket({ inode: 0, state: 'FIN_WAIT2', owners: [], id: 'tcp:1:0:x' });
    assert.equal(
      ending(aSnapshot([closing], []), { trial: 'taken' }).sentence,
      'node server.js (100) has ended. 127.0.0.1:3000/tcp cannot be listened at yet: 1 of its connections is still being closed.',
    );
    const { outcome, sentence } = ending(nothing, { trial: 'taken' });
    assert.equal(outcome, 'held');
    assert.match(sentence, /cannot be listened at, though nobody is seen to hold it\.$/);
  });

  it('tells of closed connections that the system keeps, of this port and nobody’s', () => {
    const row = (given: Parameters<typeof aSocket>[0]) =>
      aSocket({ inode: 0, state: 'TIME_WAIT', owners: [], ...given });
    const { outcome, sentence } = ending(
      aSnapshot(
        [
          row({ id: 'a' }),
          row({ id: 'b' }),
          row({ id: 'c', local: { address: '127.0.0.1', port: 3001 } }),
          row({ id: 'd', netns: 2 }),
          row({ id: 'e', owners: null }),
        ],
        [],
      ),
    );
    assert.equal(outcome, 'freed');
    assert.match(sentence, /The system keeps 2 of its closed connections .* \(TIME_WAIT\)/);
  });

  it('tells of the file that a Unix socket left behind', () => {
    const unix = aSocket({ protocol: 'unix', family: 'unix', local: { path: '/run/x.sock' } });
    const of = planOn(aSnapshot([unix], [lead]), unix.id);
    const { outcome, sentence } = ending(nothing, { plan: of, trials: new Map([[unix.id, 'leftover']]) });
    assert.equal(outcome, 'freed');
    assert.match(sentence, /Its file \/run\/x\.sock is still there/);
  });

  it('names who inherited it, without saying that somebody started it again', () => {
    const heir = aProcess({ pid: 101, command: ['worker'], ppid: 90 });
    const nodemon = aProcess({ pid: 90, command: ['nodemon', 'server.js'] });
    const result = ending(aSnapshot([aSocket({ owners: [101] })], [heir, nodemon]));
    assert.deepEqual([result.outcome, result.heldBy, result.command], ['held', [101], undefined]);
    assert.equal(
      result.sentence,
      'node server.js (100) has ended. Now worker (101) holds 127.0.0.1:3000/tcp.',
    );
  });

  describe('names what started it again', () => {
    const newcomer = (given: Parameters<typeof aProcess>[0]) =>
      aProcess({ pid: 200, startTime: '9000', ...given });
    const socket = aSocket({ inode: 8, owners: [200] });

    it('by what is above the newcomer', () => {
      const nodemon = aProcess({ pid: 90, command: ['nodemon', 'server.js'] });
      assert.equal(
        ending(aSnapshot([socket], [newcomer({ ppid: 90 }), nodemon])).sentence,
        'node server.js (100) has ended. nodemon server.js (90) started it again. ' +
          'Now node server.js (200) holds 127.0.0.1:3000/tcp. To end it for good, stop nodemon server.js (90).',
      );
    });

    it('by its service, with the command that ends it', () => {
      const cgroup = '/system.slice/nginx.service';
      const result = ending(aSnapshot([socket], [newcomer({ ppid: 1, cgroup })]));
      assert.equal(result.command, 'sudo systemctl stop nginx.service');
      assert.match(
        result.sentence,
        /nginx\.service started it again\. .* run: sudo systemctl stop nginx\.service$/,
      );
    });

    it('by the parent of both', () => {
      const parent = aProcess({ pid: 80, command: ['my-keeper'] });
      const before = planOn(aSnapshot([listener], [aProcess({ ppid: 80 }), parent]));
      const after = aSnapshot([socket], [newcomer({ ppid: 80 }), parent]);
      assert.match(ending(after, { plan: before }).sentence, /my-keeper \(80\) started it again/);
      assert.doesNotMatch(ending(after).sentence, /started it again/, 'another parent');
      const orphans = planOn(aSnapshot([listener], [aProcess({ ppid: 1 })]));
      const init = aProcess({ pid: 1, name: 'tini', command: ['tini'] });
      const adopted = aSnapshot([socket], [newcomer({ ppid: 1 }), init]);
      assert.doesNotMatch(
        ending(adopted, { plan: orphans }).sentence,
        /started it again/,
        'init adopts everybody',
      );
    });

    it('or just that somebody else has it', () => {
      assert.equal(
        ending(aSnapshot([socket], [newcomer({ ppid: 7 })])).sentence,
        'node server.js (100) has ended. Now node server.js (200) holds 127.0.0.1:3000/tcp.',
      );
      const unseen = aSocket({ inode: 8, owners: null, uid: 0 });
      assert.match(ending(aSnapshot([unseen], [])).sentence, /A process that cannot be seen holds/);
    });
  });

  it('says whether it was waited for', () => {
    const there = aSnapshot([listener], [lead]);
    assert.match(
      ending(there, { alive: true }).sentence,
      /^node server\.js \(100\) is still running and holds/,
    );
    assert.match(ending(there, { alive: true, stoppedWaiting: true }).sentence, /^You stopped waiting\./);
    assert.match(ending(nothing, { alive: true }).sentence, /let go and is still running\. .* is free\.$/);
  });

  it('calls a task by its name', () => {
    const origin = { kind: 'task', id: 'task:dev', name: 'dev', folder: null, evidence: [] } as const;
    const task = planOn(aSnapshot([listener], [aProcess({ origin })]));
    assert.equal(task.way, 'task');
    assert.equal(ending(nothing, { plan: task }).sentence, 'Task dev has ended. 127.0.0.1:3000/tcp is free.');
    assert.match(hadEnded(task, nothing, english).sentence, /^Task dev had ended already\./);
  });
});
