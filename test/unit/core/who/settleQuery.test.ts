import assert from 'node:assert/strict';
import type { Socket } from '../../../../src/core/socket/socket';
import { english } from '../../../../src/core/text/translate';
import { whoOwns } from '../../../../src/core/who/answer';
import type { AskSystem, UnixFileFacts } from '../../../../src/core/who/askSystem';
import { matches, parseQuery } from '../../../../src/core/who/query';
import { querySettler } from '../../../../src/core/who/settleQuery';
import { aProcess, aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

const unix = (inode: number, local: Socket['local'], given: Partial<Socket> = {}): Socket =>
  aSocket({ protocol: 'unix', family: 'unix', exposure: 'machine', inode, local, owners: [inode], ...given });

const MISSING: UnixFileFacts = { kind: 'missing', names: [], isFile: new Map(), seesSame: new Map() };

interface Asked {
  readonly answers: readonly (number | null)[];
  readonly near: readonly (readonly [number | null | undefined, string])[];
  readonly sentence: string;
  readonly connects: number;
}

/** What is answered where the system says this. */
async function ask(
  text: string,
  sockets: readonly Socket[],
  facts: UnixFileFacts = MISSING,
  accepted = false,
  bytes?: string,
): Promise<Asked> {
  const snapshot = aSnapshot(
    sockets,
    sockets.map(({ inode }) => aProcess({ pid: inode ?? 0, command: [`server${String(inode)}`] })),
  );
  let connects = 0;
  const system: AskSystem = {
    unixFile: () => Promise.resolve(facts),
    carriersOf: (address) => (address === '10.9.9.1' ? ['d0', 'vrf'] : []),
    accepts: () => {
      connects++;
      return Promise.resolve(accepted);
    },
  };
  const parsed = parseQuery(text);
  assert.ok(parsed);
  const asked = bytes !== undefined && parsed.kind === 'path' ? { ...parsed, bytes } : parsed;
  const query = await querySettler(system)(asked, snapshot);
  const { near, sentence } = whoOwns(snapshot, query, english);
  return {
    answers: sockets.filter((socket) => matches(query, socket, snapshot)).map(({ inode }) => inode),
    near: near.map(({ id, why }) => [snapshot.sockets.get(id)?.inode, why]),
    sentence,
    connects,
  };
}

const isFile = (...files: [number, boolean][]): UnixFileFacts => ({
  ...MISSING,
  kind: 'socket',
  isFile: new Map(files),
});

describe('a question about a Unix path', () => {
  it('is answered by the socket whose file it leads to, whatever name that was bound by', async () => {
    const renamed = unix(1, { path: 'admin.sock.tmp' });
    const { answers, sentence, connects } = await ask('/run/admin.sock', [renamed], isFile([1, true]));
    assert.deepEqual(answers, [1]);
    assert.match(sentence, /listens on admin\.sock\.tmp\..* \/run\/admin\.sock leads to it\.$/);
    assert.equal(connects, 0, 'nobody is connected to who is seen to listen');
  });

  it('names the reachable one where two were bound to a path, and stops no other', async () => {
    const [old, now] = [unix(1, { path: '/run/a.sock' }), unix(2, { path: '/run/a.sock' })];
    const { answers, near } = await ask('/run/a.sock', [old, now], {
      ...isFile([1, false], [2, true]),
      seesSame: new Map([
        [1, true],
        [2, true],
      ]),
    });
    assert.deepEqual(answers, [2]);
    assert.deepEqual(near, [[1, 'was bound to that path, but its file is gone: nobody can connect to it']]);
  });

  it('says that a file is gone, or was replaced, under a listener that nobody else serves for', async () => {
    const server = unix(1, { path: '/run/a.sock' });
    const seesSame = new Map([[1, true]]);
    const gone = await ask('/run/a.sock', [server], { ...MISSING, seesSame });
    assert.deepEqual(gone.answers, [1]);
    assert.match(gone.sentence, /But its file is gone: nobody can connect until it is started again\./);
    const replaced = await ask('/run/a.sock', [server], { ...isFile([1, false]), seesSame });
    assert.deepEqual(replaced.answers, [1]);
    assert.match(replaced.sentence, /But its file was replaced/);
  });

  it('leaves alone who bears the name among other files, wherever its network is', async () => {
    for (const netns of [1, 2]) {
      for (const facts of [MISSING, isFile([1, false])]) {
        const container = unix(1, { path: '/run/a.sock' }, { netns });
        const seesSame = new Map([[1, false]]);
        const { answers, near, sentence } = await ask('/run/a.sock', [container], { ...facts, seesSame });
        assert.deepEqual(answers, []);
        assert.match(near[0]?.[1] ?? '', /another mount namespace or root folder/);
        assert.match(sentence, /^Nothing listens on \/run\/a\.sock\..*elsewhere: in another mount namespace/);
      }
    }
  });

  it('goes by the name where nothing could be compared, and not across namespaces', async () => {
    const unclear: UnixFileFacts = { ...MISSING, kind: 'unclear', names: ['/run/a.sock'] };
    const here = unix(1, { path: '/run/a.sock' });
    const there = unix(2, { path: '/run/a.sock' }, { netns: 2 });
    assert.deepEqual((await ask('/var/run/a.sock', [here, there], unclear)).answers, [1]);
    // A server in a network namespace of its own, with this machine's files: systemd's PrivateNetwork.
    const seesSame = new Map([[2, true]]);
    assert.deepEqual((await ask('/run/a.sock', [there], { ...unclear, seesSame })).answers, [2]);
  });

  it('tells a file that was left behind from one whose listener is not seen', async () => {
    const stale = await ask('/run/a.sock', [], isFile());
    assert.equal(stale.connects, 1);
    assert.match(stale.sentence, /left behind by a program that no longer listens/);
    const outside = await ask('/run/a.sock', [], isFile(), true);
    assert.match(outside.sentence, /something answers there: its listener may be outside this container/);
    const other = await ask('/etc/passwd', [], { ...MISSING, kind: 'other' });
    assert.match(other.sentence, /That file is no socket\./);
    assert.equal(other.connects, 0);
  });

  it('takes names that are no text by their bytes', async () => {
    const bytes = (byte: number): string => Buffer.from([0x2f, 0x62, byte]).toString('base64');
    const ff = unix(1, { path: '/b\u{fffd}', bytes: bytes(0xff) });
    const fe = unix(2, { path: '/b\u{fffd}', bytes: bytes(0xfe) });
    const unclear: UnixFileFacts = { ...MISSING, kind: 'unclear' };
    assert.deepEqual((await ask('/b\u{fffd}', [ff, fe], unclear, false, bytes(0xff))).answers, [1]);
    assert.deepEqual((await ask('/b\u{fffd}', [ff, fe], unclear)).answers, [], 'either could be meant');
    assert.deepEqual((await ask('/b\u{fffd}', [fe], unclear)).answers, [2]);
  });
});

describe('a question about an abstract name', () => {
  it('finds the very name first, then one padded with NULs, then one with NULs inside', async () => {
    const exact = unix(1, { abstract: 'abc' });
    const padded = unix(2, { abstract: `abc${'\0'.repeat(104)}` });
    const inside = unix(3, { abstract: 'a\0b' });
    assert.deepEqual((await ask('@abc', [exact, padded])).answers, [1]);
    assert.deepEqual((await ask('@abc', [padded])).answers, [2]);
    assert.deepEqual((await ask('@a@b', [inside])).answers, [3]);
    assert.deepEqual((await ask('@ab', [exact, padded, inside])).answers, []);
    assert.deepEqual((await ask('@abc', [{ ...exact, netns: 2 }])).answers, []);
  });
});

describe('a question about a port where nobody listens', () => {
  it('tries once whether something answers, on loopback only and for TCP only', async () => {
    const nat = await ask('3000', [], MISSING, true);
    assert.match(
      nat.sentence,
      /^Nothing listens on port 3000\. Yet something answers there: a firewall rule may pass it on\.$/,
    );
    assert.equal(nat.connects, 1);
    assert.equal((await ask('localhost:3000', [])).sentence, 'Nothing listens on localhost:3000.');
    for (const text of ['3000/udp', '10.0.0.1:3000'])
      assert.equal((await ask(text, [], MISSING, true)).connects, 0);
    assert.equal((await ask('3000', [aSocket()], MISSING, true)).connects, 0);
  });
});

describe('a question about an address, and sockets that are bound to an interface', () => {
  const boundTo = (inode: number, scope: string | undefined, address = '0.0.0.0'): Socket =>
    aSocket({
      inode,
      owners: [inode],
      local: { address, port: 3000, ...(scope !== undefined && { scope }) },
    });
  const sockets = [
    boundTo(1, 'd0'),
    boundTo(2, 'lo'),
    boundTo(3, undefined),
    boundTo(4, 'vrf'),
    boundTo(5, 'e1'),
  ];

  it('is answered by who is bound to none, or to the one that carries the address', async () => {
    assert.deepEqual((await ask('localhost:3000', sockets)).answers, [2, 3]);
    assert.deepEqual((await ask('127.8.8.8:3000', sockets)).answers, [2, 3]);
    assert.deepEqual((await ask('10.9.9.1:3000', sockets)).answers, [1, 3, 4]);
    assert.deepEqual(
      (await ask('[::1]:3000', [boundTo(1, 'd0', '::'), boundTo(2, 'lo', '::')])).answers,
      [2],
    );
  });

  it('is answered by all where a port alone is asked for, or every address', async () => {
    for (const text of ['3000', '0.0.0.0:3000']) {
      assert.deepEqual((await ask(text, sockets)).answers, [1, 2, 3, 4, 5]);
    }
  });

  it('names the others as near', async () => {
    const { near, sentence } = await ask('localhost:3000', [boundTo(1, 'd0')]);
    assert.deepEqual(near, [[1, 'listens on the same port, but on 0.0.0.0%d0:3000']]);
    assert.match(sentence, /^Nothing listens on localhost:3000\./);
  });

  it('takes an address that is none of this machine’s as before', async () => {
    assert.deepEqual((await ask('10.1.1.1:3000', sockets)).answers, [1, 2, 3, 4, 5]);
  });

  it('keeps a link-local address with its own interface', async () => {
    const link = boundTo(1, 'eth0', 'fe80::1');
    assert.deepEqual((await ask('[fe80::1%eth0]:3000', [link])).answers, [1]);
    assert.deepEqual((await ask('[fe80::1]:3000', [link])).answers, [1]);
    assert.deepEqual((await ask('[fe80::1%eth1]:3000', [link])).answers, []);
  });
});
