import assert from 'node:assert/strict';
import { protectedPids, type Protection } from '../../../src/core/protection';
import type { Snapshot } from '../../../src/core/snapshot';
import { planStop, type Refusal } from '../../../src/core/stopPlan';
import { forceQuestion, stopQuestion } from '../../../src/core/stopTexts';
import { english } from '../../../src/core/translate';
import { aProcess, aSnapshot, aSocket } from './snapshots';

const NOBODY: ReadonlyMap<number, Protection> = new Map();

function planned(
  snapshot: Snapshot,
  ids: readonly string[],
  ...rest: [chosen?: { pid: number; startTime: string }]
) {
  const plan = planStop(snapshot, ids, NOBODY, english, ...rest);
  assert.equal(plan.kind, 'plan', JSON.stringify(plan));
  return plan;
}

function refused(
  snapshot: Snapshot,
  ids: readonly string[],
  protection = NOBODY,
  chosen?: { pid: number; startTime: string },
): Refusal {
  const refusal = planStop(snapshot, ids, protection, english, chosen);
  assert.equal(refusal.kind, 'refusal');
  return refusal;
}

describe('stopPlan', () => {
  const lead = aProcess();
  const worker = aProcess({ pid: 101, ppid: 100, startTime: '5000' });
  const listener = aSocket({ owners: [100, 101] });

  it('aims at the lead, and names who else holds the socket', () => {
    const plan = planned(aSnapshot([listener], [lead, worker]), [listener.id]);
    assert.equal(plan.target, lead);
    assert.deepEqual(plan.sockets, [listener]);
    assert.deepEqual(plan.otherOwners, [worker]);
    assert.equal(plan.ageMs, 60_000);
  });

  it('aims at the owner that was chosen', () => {
    const plan = planned(aSnapshot([listener], [lead, worker]), [listener.id], {
      pid: 101,
      startTime: '5000',
    });
    assert.equal(plan.target, worker);
    assert.deepEqual(plan.otherOwners, [lead]);
  });

  it('names what goes with it: other listeners, children that hold sockets, clients', () => {
    const other = aSocket({ inode: 8, local: { address: '0.0.0.0', port: 9229 } });
    const child = aProcess({ pid: 102, ppid: 103 });
    const between = aProcess({ pid: 103, ppid: 100 });
    const childs = aSocket({ inode: 9, owners: [102], local: { address: '127.0.0.1', port: 9000 } });
    const stranger = aProcess({ pid: 104 });
    const strangers = aSocket({ inode: 10, owners: [104], local: { address: '127.0.0.1', port: 9001 } });
    const accepted = aSocket({
      inode: 11,
      state: 'ESTABLISHED',
      remote: { address: '127.0.0.1', port: 50001 },
    });
    const waiting = { ...accepted, id: 'tcp:1:0:a', inode: 0, owners: [] };
    const clientsEnd = aSocket({
      inode: 12,
      state: 'ESTABLISHED',
      local: { address: '127.0.0.1', port: 50001 },
      remote: { address: '127.0.0.1', port: 3000 },
      owners: [104],
    });
    const elsewhere = { ...accepted, id: 'tcp:1:13', local: { address: '10.0.0.1', port: 3000 } };
    const plan = planned(
      aSnapshot(
        [listener, other, childs, strangers, accepted, waiting, clientsEnd, elsewhere],
        [lead, worker, child, between, stranger],
      ),
      [listener.id],
    );
    assert.deepEqual(plan.otherListeners, [other]);
    assert.deepEqual(plan.children, [{ process: child, sockets: [childs] }]);
    assert.equal(plan.clients, 2);
  });

  it('counts the clients of a wildcard and of a Unix listener', () => {
    const wildcard = aSocket({ family: 'ipv6', local: { address: '::', port: 3000 } });
    const mapped = aSocket({
      inode: 8,
      family: 'ipv6',
      state: 'ESTABLISHED',
      local: { address: '::ffff:10.0.0.1', port: 3000 },
    });
    const ipv4 = aSocket({ inode: 9, state: 'ESTABLISHED', local: { address: '10.0.0.1', port: 3000 } });
    assert.equal(planned(aSnapshot([wildcard, mapped, ipv4], [lead]), [wildcard.id]).clients, 1);
    const unix = { protocol: 'unix', family: 'unix', local: { path: '/run/x.sock' } } as const;
    const server = aSocket({ ...unix, inode: 20 });
    const accepted = aSocket({ ...unix, inode: 21, state: 'ESTABLISHED' });
    assert.equal(planned(aSnapshot([server, accepted], [lead]), [server.id]).clients, 1);
  });

  it('does not claim to know the clients where only listeners were looked at', () => {
    const plan = planned(aSnapshot([listener], [lead, worker], { scope: 'listeners' }), [listener.id]);
    assert.equal(plan.clients, null);
  });

  it('knows who else listens at the same place', () => {
    const twin = aSocket({ inode: 8, owners: [104] });
    const otherAddress = aSocket({ inode: 9, owners: [104], local: { address: '127.0.0.2', port: 3000 } });
    const otherNamespace = aSocket({ inode: 10, owners: [104], netns: 2 });
    const plan = planned(aSnapshot([listener, twin, otherAddress, otherNamespace], [lead, worker]), [
      listener.id,
    ]);
    assert.deepEqual(plan.neighbours, [twin.id]);
  });

  it('frees several sockets of one process at once, and leaves out what is not the target’s', () => {
    const second = aSocket({ inode: 8, owners: [100] });
    const foreign = aSocket({ inode: 9, owners: [104] });
    const plan = planned(aSnapshot([listener, second, foreign], [lead, worker]), [
      listener.id,
      second.id,
      foreign.id,
      'tcp:1:closed',
    ]);
    assert.deepEqual(plan.sockets, [listener, second]);
    assert.deepEqual(plan.otherListeners, []);
  });

  describe('refuses', () => {
    const chosenShell = { pid: 50, startTime: '4000' };
    const shell = aProcess({ pid: 50, name: 'bash', command: ['bash'] });

    it('a socket that is closed', () => {
      assert.equal(refused(aSnapshot([], []), ['tcp:1:7']).reason, 'changed');
    });

    it('a process that ended, or whose pid came back', () => {
      assert.equal(refused(aSnapshot([listener], []), [listener.id]).reason, 'changed');
      const chosen = { pid: 100, startTime: '3999' };
      assert.equal(refused(aSnapshot([listener], [lead]), [listener.id], NOBODY, chosen).reason, 'changed');
    });

    it('a socket that nobody holds, and says why', () => {
      const left = aSocket({ state: 'TIME_WAIT', owners: [], inode: 0 });
      const { reason, sentence } = refused(aSnapshot([left], []), [left.id]);
      assert.equal(reason, 'nobody');
      assert.match(
        sentence,
        /^No process holds 127\.0\.0\.1:3000\/tcp: the kernel keeps a closed connection/,
      );
    });

    it('a holder that could not be seen, and says how to see it', () => {
      const hidden = aSocket({ owners: null, uid: 0 });
      const { reason, sentence } = refused(aSnapshot([hidden], []), [hidden.id]);
      assert.equal(reason, 'not-permitted');
      assert.equal(
        sentence,
        "127.0.0.1:3000/tcp belongs to another user (uid 0), whose processes you may not look into. To see which one, run: sudo ss -Hanpt 'sport = 3000'",
      );
    });

    it('a process that does not hold the socket', () => {
      const snapshot = aSnapshot([listener], [lead, worker, shell]);
      assert.equal(refused(snapshot, [listener.id], NOBODY, chosenShell).reason, 'changed');
    });

    const facts = { self: 60, ancestors: [61], shells: [50] };
    const protections: [what: string, process: ReturnType<typeof aProcess>, sentence: RegExp][] = [
      [
        'the first process',
        aProcess({ pid: 1, name: 'systemd', command: ['/sbin/init'] }),
        /started every other/,
      ],
      ['itself', aProcess({ pid: 60 }), /Portolan itself runs in node server\.js \(60\)/],
      ['what started it', aProcess({ pid: 61 }), /take Portolan down/],
      [
        'VS Code’s server',
        aProcess({ command: ['/x/node', '/home/me/.vscode-server/cli/servers/S/server/out/server-main.js'] }),
        /VS Code’s server/,
      ],
      [
        'the extension host',
        aProcess({ command: ['/x/node', '/x/out/bootstrap-fork', '--type=extensionHost'] }),
        /VS Code’s server/,
      ],
      [
        'code-server',
        aProcess({ command: ['/x/node', '/usr/lib/code-server/out/node/entry'] }),
        /VS Code’s server/,
      ],
      [
        'a kernel thread',
        aProcess({ pid: 9, ppid: 2, command: [], exe: null, name: 'nfsd' }),
        /part of the kernel/,
      ],
    ];
    for (const [what, process, sentence] of protections) {
      it(`to signal ${what}`, () => {
        const held = aSocket({ owners: [process.pid] });
        const snapshot = aSnapshot([held], [process]);
        const refusal = refused(snapshot, [held.id], protectedPids(snapshot, facts));
        assert.equal(refusal.reason, 'protected');
        assert.match(refusal.sentence, sentence);
      });
    }

    it('a terminal’s shell that is not the owner, but not one that is', () => {
      const apart = aSnapshot([listener], [lead, worker, shell]);
      const refusal = refused(apart, [listener.id], protectedPids(apart, facts), chosenShell);
      assert.equal(refusal.reason, 'protected');
      assert.match(refusal.sentence, /shell of a terminal/);
      const own = aSocket({ owners: [50] });
      const holding = aSnapshot([own], [shell]);
      assert.equal(planStop(holding, [own.id], protectedPids(holding, facts), english).kind, 'plan');
    });

    it('nothing of an ordinary process, not even a child of pid 2 in a container', () => {
      const process = aProcess({ ppid: 2, command: ['node', '/srv/not/server-main.js/app.js'] });
      const snapshot = aSnapshot([aSocket()], [process]);
      assert.equal(planStop(snapshot, ['tcp:1:7'], protectedPids(snapshot, facts), english).kind, 'plan');
    });
  });

  describe('in words', () => {
    it('asks with everything that goes with it', () => {
      const other = aSocket({ inode: 8, local: { address: '::1', port: 9229 }, family: 'ipv6' });
      const accepted = aSocket({ inode: 11, state: 'ESTABLISHED' });
      const twin = aSocket({ inode: 12, owners: [104] });
      const child = aProcess({ pid: 102, ppid: 100, command: ['postgres'] });
      const childs = aSocket({ inode: 13, owners: [102] });
      const snapshot = aSnapshot([listener, other, accepted, twin, childs], [lead, worker, child]);
      const { message, detail } = stopQuestion(planned(snapshot, [listener.id]), english);
      assert.equal(message, 'Stop node server.js (100)?');
      assert.deepEqual(detail.split('\n'), [
        'Command: node server.js',
        'User: me, running for 1 min',
        'Holds: 127.0.0.1:3000/tcp',
        'Closes with it: [::1]:9229/tcp',
        'Started these, which hold sockets too: postgres (102)',
        'These hold it too, and may keep it: node server.js (101)',
        'Others that listen at the same place, and stay: 2',
        '1 client is connected.',
      ]);
    });

    it('stays short where there is a lot, and never loses a line to the system’s text', () => {
      const many = Array.from({ length: 500 }, (_, index) =>
        aSocket({ inode: 1000 + index, local: { address: '127.0.0.1', port: 1000 + index } }),
      );
      const hostile = aProcess({
        name: 'x\n\u001b[2J',
        command: ['/tmp/x\nUser: root\u202e', '--password=hunter2', 'a'.repeat(100_000)],
        user: 'me\nCommand: true',
      });
      const unix = aSocket({ protocol: 'unix', family: 'unix', inode: 9, local: { path: '/run/a\nb' } });
      const { message, detail } = stopQuestion(
        planned(aSnapshot([unix, ...many], [hostile]), [unix.id]),
        english,
      );
      assert.equal(detail.split('\n').length, 4);
      assert.doesNotMatch(message + detail.replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
      assert.doesNotMatch(detail, /hunter2/);
      assert.match(detail, /Holds: \/run\/a\\nb$/m);
      assert.match(detail, /127\.0\.0\.1:1007\/tcp and 492 more$/m);
      assert.ok(detail.length < 6000, String(detail.length));
    });

    it('says what force means', () => {
      const { message, detail } = forceQuestion(
        planned(aSnapshot([listener], [lead]), [listener.id]),
        english,
      );
      assert.match(message, /node server\.js \(100\) is still running/);
      assert.match(detail, /cannot save its work/);
    });
  });
});
