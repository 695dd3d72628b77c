import assert from 'node:assert/strict';
import type { Origin, OriginKind } from '../../../../src/core/origins/origin';
import type { OwnedProcess, Snapshot } from '../../../../src/core/snapshot/snapshot';
import { serviceCommand } from '../../../../src/core/stop/keeper';
import { isAsShown, planStop } from '../../../../src/core/stop/planStop';
import { protectedPids, type Protection } from '../../../../src/core/stop/protection';
import { notPermitted } from '../../../../src/core/stop/stopEnding';
import type { Descendant, Refusal, StopAim, StopFacts, StopPlan } from '../../../../src/core/stop/stopPlan';
import { forceQuestion, signalsQuestion, stopQuestion } from '../../../../src/core/stop/stopTexts';
import type { SystemWords } from '../../../../src/core/stop/systemWords';
import { english } from '../../../../src/core/text/translate';
import { LINUX_WORDS } from '../../../../src/platform/linux/linuxWords';
import { aProcess, aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

const NOBODY: ReadonlyMap<number, Protection> = new Map();

/** Nothing is protected, nothing but signals is there, and nobody has children, but for what is given. */
const factsWith = (given: Partial<StopFacts> = {}): StopFacts => ({
  words: LINUX_WORDS,
  protection: NOBODY,
  reaches: () => false,
  descendants: () => [],
  ...given,
});

function planned(
  snapshot: Snapshot,
  sockets: readonly string[],
  given: Partial<StopAim & StopFacts> = {},
): StopPlan {
  const { process, bySignals, insisted, ...facts } = given;
  const aim = { sockets, process, bySignals: bySignals === true, insisted: insisted === true };
  const plan = planStop(snapshot, aim, factsWith(facts), english);
  assert.equal(plan.kind, 'plan', JSON.stringify(plan));
  return plan;
}

function refused(
  snapshot: Snapshot,
  sockets: readonly string[],
  given: Partial<StopAim & StopFacts> = {},
): Refusal {
  const { process, bySignals, ...facts } = given;
  const refusal = planStop(
    snapshot,
    { sockets, process, bySignals: bySignals === true },
    factsWith(facts),
    english,
  );
  assert.equal(refusal.kind, 'refusal');
  return refusal;
}

/** A system that ends processes at once, by means that people have no name for. */
const NO_WORDS: SystemWords = {
  politeSignal: null,
  forcedSignal: null,
  killCommand: () => null,
  holderCommand: () => null,
  serviceStopCommand: () => null,
};

const anOrigin = (kind: OriginKind, given: Partial<Origin> = {}): Origin => ({
  kind,
  id: `${kind}:1`,
  name: 'web',
  folder: null,
  evidence: [],
  ...given,
});

const child = (pid: number, given: Partial<Descendant> = {}): Descendant => ({
  pid,
  startTime: '5000',
  ppid: 100,
  name: 'node',
  pgrp: 100,
  detached: false,
  ...given,
});

describe('planStop', () => {
  const lead = aProcess();
  const worker = aProcess({ pid: 101, ppid: 100, startTime: '5000' });
  const listener = aSocket({ owners: [100, 101] });

  it('speaks of the system as that is spoken of', () => {
    const plan = planned(aSnapshot([listener], [lead]), [listener.id], { words: NO_WORDS });
    assert.match(stopQuestion(plan, english).detail, /^Ends it at once: this system has no polite request/);
    assert.match(stopQuestion(plan, english, 'force').detail, /^Ends it at once: it cannot save its work/);
    assert.match(signalsQuestion(plan, english).detail, /The process itself is ended at once/);
    const { command, sentence } = notPermitted(lead, plan, 'SIGTERM', english);
    assert.equal(command, undefined);
    assert.match(sentence, /you may not stop it\.$/);
    const onLinux = planned(aSnapshot([listener], [lead]), [listener.id]);
    assert.equal(notPermitted(lead, onLinux, 'SIGKILL', english).command, 'sudo kill -9 100');
  });

  it('aims at the lead, and names who else holds the socket', () => {
    const plan = planned(aSnapshot([listener], [lead, worker]), [listener.id]);
    assert.equal(plan.target, lead);
    assert.deepEqual(plan.sockets, [listener]);
    assert.deepEqual(plan.otherOwners, [worker]);
    assert.equal(plan.ageMs, 60_000);
  });

  it('aims at the owner that was chosen', () => {
    const plan = planned(aSnapshot([listener], [lead, worker]), [listener.id], {
      process: { pid: 101, startTime: '5000' },
    });
    assert.equal(plan.target, worker);
    assert.deepEqual(plan.otherOwners, [lead]);
  });

  it('names what goes with it: other listeners, its own and those of what it started, and clients', () => {
    const other = aSocket({ inode: 8, local: { address: '0.0.0.0', port: 9229 } });
    const grandchild = aProcess({ pid: 102, ppid: 103 });
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
        [lead, worker, grandchild, between, stranger],
      ),
      [listener.id],
      { descendants: ({ pid }) => (pid === 100 ? [child(101), child(103), child(102, { ppid: 103 })] : []) },
    );
    assert.deepEqual(plan.otherListeners, [other, childs]);
    assert.deepEqual(
      plan.family.map(({ pid }) => pid),
      [101, 103, 102],
    );
    assert.deepEqual(plan.otherOwners, [], 'its worker ends with it');
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
      assert.equal(
        refused(aSnapshot([listener], [lead]), [listener.id], { process: chosen }).reason,
        'changed',
      );
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

    it('a holder that could not be seen, where the system has no command that would show it', () => {
      const hidden = aSocket({ owners: null, uid: 0 });
      const { sentence, command } = refused(aSnapshot([hidden], []), [hidden.id], { words: NO_WORDS });
      assert.equal(
        sentence,
        '127.0.0.1:3000/tcp belongs to another user (uid 0): you may not see who holds it.',
      );
      assert.equal(command, undefined);
    });

    it('a holder of another user, by the name that the system has', () => {
      const hidden = aSocket({ owners: null, uid: 0 });
      const snapshot = aSnapshot([hidden], []);
      const machine = { ...snapshot.machine, users: { 0: 'root' } };
      const { sentence } = refused({ ...snapshot, machine }, [hidden.id], { words: NO_WORDS });
      assert.match(sentence, /belongs to another user \(root\): you may not/);
    });

    it('a holder of one’s own that the kernel hides, and says why instead of a command', () => {
      const hidden = aSocket({ owners: null, uid: 1000 });
      const gaps = [{ kind: 'permission', subject: 'owners', count: 1, detail: 'own' }] as const;
      const { reason, sentence, command } = refused(aSnapshot([hidden], [], { gaps }), [hidden.id]);
      assert.equal(reason, 'not-permitted');
      assert.match(sentence, /^127\.0\.0\.1:3000\/tcp is your own, but the kernel hides its process/);
      assert.equal(command, undefined);
    });

    it('a holder that root may not look into, and names the capability that it lacks', () => {
      const hidden = aSocket({ owners: null, uid: 65534 });
      const machine = { ...aSnapshot([], []).machine, uid: 0 };
      for (const [detail, words] of [
        ['CAP_SYS_PTRACE', /root lacks CAP_SYS_PTRACE here\.$/],
        ['root', /could not be seen, so it cannot be stopped from here\.$/],
      ] as const) {
        const gaps = [{ kind: 'permission', subject: 'owners', count: 1, detail }] as const;
        const { sentence, command } = refused(aSnapshot([hidden], [], { gaps, machine }), [hidden.id]);
        assert.match(sentence, words);
        assert.equal(command, undefined);
      }
    });

    it('a process that does not hold the socket', () => {
      const snapshot = aSnapshot([listener], [lead, worker, shell]);
      assert.equal(refused(snapshot, [listener.id], { process: chosenShell }).reason, 'changed');
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
        /belongs to VS Code itself/,
      ],
      [
        'the extension host',
        aProcess({ command: ['/x/node', '/x/out/bootstrap-fork', '--type=extensionHost'] }),
        /belongs to VS Code itself/,
      ],
      [
        'code-server',
        aProcess({ command: ['/x/node', '/usr/lib/code-server/out/node/entry'] }),
        /belongs to VS Code itself/,
      ],
      [
        'a kernel thread',
        aProcess({ pid: 9, ppid: 2, command: [], exe: null, name: 'nfsd' }),
        /part of the kernel/,
      ],
      [
        'a proxy of a container engine',
        aProcess({
          command: ['/usr/bin/docker-proxy', '-proto', 'tcp'],
          exe: '/usr/bin/docker-proxy',
          name: 'docker-proxy',
        }),
        /Stop the container instead/,
      ],
      [
        'the engine itself, whose name is cut',
        aProcess({ command: [], exe: null, name: 'containerd-shim', ppid: 1 }),
        /Stop the container instead/,
      ],
    ];
    for (const [what, process, sentence] of protections) {
      it(`to signal ${what}`, () => {
        const held = aSocket({ owners: [process.pid] });
        const snapshot = aSnapshot([held], [process]);
        const refusal = refused(snapshot, [held.id], { protection: protectedPids(snapshot, facts) });
        assert.equal(refusal.reason, 'protected');
        assert.match(refusal.sentence, sentence);
      });
    }

    it('to signal VS Code on the desktop: main process, extension host, window, helpers of macOS', () => {
      const code = '/usr/share/code/code';
      const mac = '/Applications/Cursor.app/Contents';
      const helper = `${mac}/Frameworks/Cursor Helper (Plugin).app/Contents/MacOS/Cursor Helper (Plugin)`;
      const desktop = (pid: number, ppid: number, exe: string, ...options: string[]) =>
        aProcess({ pid, ppid, exe, command: [exe, ...options] });
      const processes = [
        desktop(200, 1, code),
        desktop(201, 200, code, '--type=utility', '--utility-sub-type=node.mojom.NodeService'),
        desktop(202, 200, `${code} (deleted)`, '--type=zygote'),
        desktop(203, 202, `${code} (deleted)`, '--type=renderer'),
        desktop(300, 1, `${mac}/MacOS/Cursor`),
        desktop(301, 300, helper, '--type=utility'),
      ];
      const snapshot = aSnapshot([], processes);
      const reasons = protectedPids(snapshot, facts);
      assert.deepEqual(
        processes.map(({ pid }) => reasons.get(pid)),
        processes.map(() => 'editor'),
      );
    });

    it('nothing of a program that only says so, nor of a script that VS Code’s program runs', () => {
      const say = (pid: number, exe: string, ...command: string[]) => aProcess({ pid, exe, command });
      const others = [
        say(400, '/usr/bin/node', 'node', 'evil.js', '/x/.vscode-server/out/server-main.js'),
        say(401, '/usr/bin/node', 'node', '/home/me/app/out/server-main.js'),
        say(402, '/usr/bin/python3', 'python3', '/x/.vscode-server/out/server-main.js'),
        say(403, '/usr/bin/node', 'node', 'app.js', '--type=extensionHost'),
        say(404, '/home/me/a.out', '/usr/share/code/code', '--type=utility'),
        say(405, '/usr/share/code/code', '/usr/share/code/code', '/x/tsserver.js', '--stdio'),
        { ...say(406, '/home/me/a.out', 'docker-proxy'), name: 'docker-proxy' },
        { ...say(407, '/usr/bin/python3', 'conmon'), name: 'conmon' },
      ];
      const snapshot = aSnapshot([], others);
      const reasons = protectedPids(snapshot, facts);
      for (const { pid } of others) assert.equal(reasons.get(pid), undefined, String(pid));
    });

    it('to signal an engine’s process whose file has been replaced', () => {
      const shim = aProcess({ pid: 500, exe: '/usr/bin/containerd-shim-runc-v2 (deleted)' });
      const proxy = aProcess({ pid: 501, exe: '/usr/bin/docker-proxy (deleted)' });
      const reasons = protectedPids(aSnapshot([], [shim, proxy]), facts);
      assert.deepEqual([reasons.get(500), reasons.get(501)], ['engine', 'engine']);
    });

    it('a terminal’s shell that is not the owner, but not one that is', () => {
      const apart = aSnapshot([listener], [lead, worker, shell]);
      const refusal = refused(apart, [listener.id], {
        protection: protectedPids(apart, facts),
        process: chosenShell,
      });
      assert.equal(refusal.reason, 'protected');
      assert.match(refusal.sentence, /shell of a terminal/);
      const own = aSocket({ owners: [50] });
      const holding = aSnapshot([own], [shell]);
      planned(holding, [own.id], { protection: protectedPids(holding, facts) });
    });

    it('nothing of an ordinary process, not even a child of pid 2 in a container', () => {
      const process = aProcess({ ppid: 2, command: ['node', '/srv/not/server-main.js/app.js'] });
      const snapshot = aSnapshot([aSocket()], [process]);
      planned(snapshot, ['tcp:1:7'], { protection: protectedPids(snapshot, facts) });
    });
  });

  describe('chooses the gentlest way', () => {
    const shell = aProcess({ pid: 50, name: 'bash', command: ['bash'], pgrp: 50, tpgid: 100 });
    const job = (given: Parameters<typeof aProcess>[0] = {}) =>
      aProcess({ ppid: 50, pgrp: 100, tpgid: 100, origin: anOrigin('terminal'), ...given });
    const protection: ReadonlyMap<number, Protection> = new Map([[50, 'shell']]);
    const reaches = (): boolean => true;
    const wayFor = (process: ReturnType<typeof aProcess>, given: Partial<StopAim & StopFacts> = {}) =>
      planned(aSnapshot([aSocket()], [process, shell]), ['tcp:1:7'], { protection, reaches, ...given }).way;

    it('which is what owns it', () => {
      assert.equal(wayFor(aProcess({ origin: anOrigin('debug') })), 'debug');
      assert.equal(wayFor(aProcess({ origin: anOrigin('task') })), 'task');
      assert.equal(wayFor(aProcess({ origin: anOrigin('container') })), 'container');
      assert.equal(wayFor(job()), 'interrupt');
      for (const kind of ['orphan', 'folder', 'window', 'vscode', 'unclear'] as const) {
        assert.equal(wayFor(aProcess({ origin: anOrigin(kind) })), 'signals', kind);
      }
      assert.equal(wayFor(aProcess()), 'signals');
    });

    it('and signals where the owner cannot be reached, or somebody wants the process alone', () => {
      const task = aProcess({ origin: anOrigin('task') });
      assert.equal(wayFor(task, { reaches: () => false }), 'signals');
      assert.equal(wayFor(task, { bySignals: true }), 'signals');
    });

    it('and signals for a fork that was pointed at', () => {
      const origin = anOrigin('task');
      const [task, fork] = [aProcess({ origin }), aProcess({ pid: 101, ppid: 100, origin })];
      const snapshot = aSnapshot([listener], [task, fork]);
      const of = (pid: number) =>
        planned(snapshot, [listener.id], { reaches, process: { pid, startTime: '4000' } }).way;
      assert.deepEqual([of(100), of(101)], ['task', 'signals']);
    });

    it('and ^C only for a job in the foreground of that very terminal', () => {
      assert.equal(wayFor(job({ pgrp: 99 })), 'signals', 'in the background');
      assert.equal(wayFor(job({ tpgid: null })), 'signals', 'without a terminal');
      assert.equal(wayFor(job({ pgrp: 300, tpgid: 300 })), 'signals', 'in a terminal inside the terminal');
      assert.equal(wayFor(job(), { protection: NOBODY }), 'signals', 'below no shell of ours');
    });

    it('and frees what the owner ends, whoever of it holds it', () => {
      const origin = anOrigin('task');
      const other = aSocket({ inode: 8, owners: [200], local: { address: '127.0.0.1', port: 3001 } });
      const third = aSocket({ inode: 9, owners: [200], local: { address: '127.0.0.1', port: 3002 } });
      const elses = aSocket({ inode: 10, owners: [300], local: { address: '127.0.0.1', port: 3003 } });
      const snapshot = aSnapshot(
        [aSocket(), other, third, elses],
        [aProcess({ origin }), aProcess({ pid: 200, origin }), aProcess({ pid: 300 })],
      );
      const plan = planned(snapshot, ['tcp:1:7', other.id, elses.id], { reaches });
      assert.deepEqual(
        plan.sockets.map(({ id }) => id),
        ['tcp:1:7', other.id],
      );
      assert.deepEqual(plan.otherListeners, [third]);
      const alone = planned(snapshot, ['tcp:1:7', other.id], { reaches, bySignals: true });
      assert.deepEqual(
        alone.sockets.map(({ id }) => id),
        ['tcp:1:7'],
      );
      assert.deepEqual(alone.otherListeners, []);
    });

    it('and stops the container whose port it is, though its proxy is protected or may not be seen', () => {
      const origin = anOrigin('container', { name: 'shop-db-1' });
      const proxy = aProcess({
        name: 'docker-proxy',
        exe: '/usr/bin/docker-proxy',
        command: ['docker-proxy'],
      });
      const socketOrigins = new Map([['tcp:1:7', origin]]);
      const shown = aSnapshot([aSocket()], [proxy], { socketOrigins });
      const facts = { reaches, protection: new Map([[100, 'engine']] as const) };
      assert.equal(planned(shown, ['tcp:1:7'], facts).way, 'container');
      assert.equal(refused(shown, ['tcp:1:7'], { ...facts, reaches: () => false }).reason, 'protected');
      const unseen = aSnapshot([aSocket({ owners: null, uid: 0 })], [], { socketOrigins });
      const plan = planned(unseen, ['tcp:1:7'], facts);
      assert.deepEqual([plan.way, plan.target], ['container', null]);
      assert.equal(stopQuestion(plan, english).message, 'Stop Container shop-db-1?');
      assert.equal(refused(unseen, ['tcp:1:7'], { reaches: () => false }).reason, 'not-permitted');
    });
  });

  describe('tells what it started', () => {
    const family = (descendants: readonly Descendant[], protection = NOBODY): number[] =>
      planned(aSnapshot([listener], [lead, worker]), [listener.id], {
        descendants: () => descendants,
        protection,
      }).family.map(({ pid }) => pid);

    it('but not what has left for a session of its own, unless that holds the socket', () => {
      assert.deepEqual(
        family([child(101, { detached: true }), child(102, { detached: true }), child(103)]),
        [101, 103],
      );
    });

    it('but not who is protected', () => {
      assert.deepEqual(family([child(102), child(103)], new Map([[102, 'self']])), [103]);
    });
  });

  describe('a supervisor that listens for what it runs', () => {
    const daemon = aProcess({ command: ['PM2 v6.0.5: God Daemon (/home/me/.pm2)'] });
    const app = aProcess({
      pid: 101,
      ppid: 100,
      startTime: '5000',
      environment: { pm_id: '0', name: 'shop' },
    });
    const snapshot = aSnapshot([aSocket()], [daemon, app]);
    const facts = { descendants: () => [child(101, { detached: true })] };

    it('is stopped only if somebody insists, who has been told what it runs and how to stop that', () => {
      const refusal = refused(snapshot, ['tcp:1:7'], facts);
      assert.equal(refusal.reason, 'service');
      assert.equal(refusal.command, 'pm2 stop shop');
      assert.match(refusal.sentence, /listens for what it runs: shop\. Stopping it ends them all\./);
    });

    it('ends all it runs, and the question says so, by their own names', () => {
      const plan = planned(snapshot, ['tcp:1:7'], { ...facts, insisted: true });
      assert.deepEqual(
        plan.family.map(({ pid }) => pid),
        [101],
      );
      assert.match(stopQuestion(plan, english).detail, /^Ends with it: node server\.js \(101\)$/m);
    });
  });

  describe('a system service', () => {
    const service = (given: Parameters<typeof aProcess>[0] = {}) =>
      aProcess({
        ppid: 1,
        cgroup: '/system.slice/nginx.service',
        origin: anOrigin('service', { name: 'nginx' }),
        ...given,
      });

    it('is stopped only if somebody insists, who has been told how to do it in its own way', () => {
      const snapshot = aSnapshot([aSocket()], [service()]);
      const refusal = refused(snapshot, ['tcp:1:7']);
      assert.equal(refusal.reason, 'service');
      assert.equal(refusal.command, 'sudo systemctl stop nginx.service');
      assert.match(
        refusal.sentence,
        /is a system service \(nginx\).* run: sudo systemctl stop nginx\.service$/,
      );
      const plan = planned(snapshot, ['tcp:1:7'], { insisted: true });
      assert.deepEqual(plan.keeper, { name: 'nginx.service', command: 'sudo systemctl stop nginx.service' });
      assert.match(
        stopQuestion(plan, english).detail,
        /nginx\.service may start it again\. To end it for good, run: sudo/,
      );
    });

    it('is none where we are part of the same one', () => {
      const self = aProcess({ pid: 60, cgroup: '/system.slice/nginx.service' });
      const protection: ReadonlyMap<number, Protection> = new Map([[60, 'self']]);
      planned(aSnapshot([aSocket()], [service(), self]), ['tcp:1:7'], { protection });
      const elsewhere = { ...self, cgroup: '/user.slice' };
      assert.equal(
        refused(aSnapshot([aSocket()], [service(), elsewhere]), ['tcp:1:7'], { protection }).reason,
        'service',
      );
    });

    it('of a person is stopped with the person’s own command, and a name that is none is not put into one', () => {
      const cgroup = '/user.slice/user-1000.slice/user@1000.service/app.slice/api.service';
      assert.equal(serviceCommand(cgroup, LINUX_WORDS), 'systemctl --user stop api.service');
      assert.equal(
        serviceCommand('/system.slice/a;reboot .service', LINUX_WORDS),
        'sudo systemctl stop <name>',
      );
      assert.equal(serviceCommand('/user.slice/user-1000.slice/session-3.scope', LINUX_WORDS), null);
    });
  });

  it('is as it was shown while way, program and user are the same', () => {
    const snapshot = aSnapshot([listener], [lead, worker]);
    const shown = planned(snapshot, [listener.id]);
    const now = (given: Parameters<typeof aProcess>[0]) =>
      isAsShown(shown, planned(aSnapshot([listener], [aProcess(given), worker]), [listener.id]));
    assert.equal(now({}), true);
    assert.equal(now({ command: ['a new title'] }), true);
    assert.equal(now({ exe: '/bin/sleep' }), false);
    assert.equal(now({ uid: 0 }), false);
    assert.equal(isAsShown({ ...shown, way: 'interrupt' }, shown), false);
    const task = { ...shown, way: 'task', origin: anOrigin('task') } as const;
    assert.equal(isAsShown(task, { ...task, origin: anOrigin('task', { id: 'task:2' }) }), false);
  });

  describe('in words', () => {
    it('asks with everything that goes with it', () => {
      const other = aSocket({ inode: 8, local: { address: '::1', port: 9229 }, family: 'ipv6' });
      const accepted = aSocket({ inode: 11, state: 'ESTABLISHED' });
      const twin = aSocket({ inode: 12, owners: [104] });
      const nodemon = aProcess({ pid: 90, command: ['node', '/x/node_modules/.bin/nodemon', 'server.js'] });
      const kept = aProcess({ ppid: 90 });
      const snapshot = aSnapshot([listener, other, accepted, twin], [kept, worker, nodemon]);
      const plan = planned(snapshot, [listener.id], {
        descendants: () => [child(102, { name: 'postgres' })],
      });
      const { message, detail } = stopQuestion(plan, english);
      assert.equal(message, 'Stop node server.js (100)?');
      assert.deepEqual(detail.split('\n'), [
        'Asks it to end (SIGTERM), and then what it started that is still there',
        'Command: node server.js',
        'User: me, running for 1 min',
        'Holds: 127.0.0.1:3000/tcp',
        'Closes with it: [::1]:9229/tcp',
        'Ends with it: postgres (102)',
        'These hold it too, and may keep it: node server.js (101)',
        'Others that listen at the same place, and stay: 1',
        '1 client is connected.',
        'nodemon server.js (90) may start it again. To end it for good, stop nodemon server.js (90).',
      ]);
    });

    it('shows a command as it would be typed in its folder', () => {
      const command = [
        '/usr/lib/node/bin/node',
        '/srv/shop/api/server.js',
        '--cert=/srv/shop/x',
        '/srv/other.js',
      ];
      const typed = (given: Partial<OwnedProcess>) =>
        /^Command: (.*)$/m.exec(
          stopQuestion(
            planned(aSnapshot([aSocket()], [aProcess({ command, ...given })]), ['tcp:1:7']),
            english,
          ).detail,
        )?.[1];
      assert.equal(typed({ cwd: '/srv/shop' }), 'node api/server.js --cert=/srv/shop/x /srv/other.js');
      assert.equal(typed({ cwd: '/' }), 'node /srv/shop/api/server.js --cert=/srv/shop/x /srv/other.js');
      assert.equal(typed({ cwd: null, command: ['/usr/bin/x'] }), '/usr/bin/x');
      assert.equal(typed({ command: ['postgres: checkpointer'] }), 'postgres: checkpointer');
    });

    it('says by which way, and names the owner', () => {
      const origin = anOrigin('task', { name: 'dev servers' });
      const plan = planned(aSnapshot([aSocket()], [aProcess({ origin })]), ['tcp:1:7'], {
        reaches: () => true,
      });
      assert.deepEqual(
        [stopQuestion(plan, english).message, stopQuestion(plan, english, 'restart').message],
        ['Stop Task dev servers?', 'Restart Task dev servers?'],
      );
      assert.match(
        stopQuestion(plan, english).detail,
        /^Ends the task, as Terminate Task does\nProcess: node server\.js \(100\)\n/,
      );
      assert.match(signalsQuestion(plan, english).detail, /did not end it: Ends the task/);
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
      assert.equal(detail.split('\n').length, 5);
      assert.doesNotMatch(message + detail.replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
      assert.doesNotMatch(detail, /hunter2/);
      assert.match(detail, /Holds: \/run\/a\\nb$/m);
      assert.match(detail, /127\.0\.0\.1:1007\/tcp and 492 more$/m);
      assert.ok(detail.length < 6000, String(detail.length));
    });

    it('says what force means', () => {
      const { message, detail } = forceQuestion(
        planned(aSnapshot([listener], [lead]), [listener.id]),
        [],
        english,
      );
      assert.match(message, /node server\.js \(100\) is still running/);
      assert.match(detail, /cannot save its work/);
    });
  });
});
