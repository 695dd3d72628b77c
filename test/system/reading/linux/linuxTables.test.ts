import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeGap } from '../../../../src/core/text/describe';
import { english } from '../../../../src/core/text/translate';
import { LinuxTables, type LinuxTablesOptions } from '../../../../src/platform/linux/linuxTables';
import { ProcFs } from '../../../../src/platform/linux/procFs';
import { type Asked, KernelRecorder, type Page } from '../../../support/linux/kernelAtTheDoor';
import { done, inetMessage, type InetSocket, NLM_F_DUMP_INTR } from '../../../support/linux/netlinkMessages';
import { inetTable, packetTable, unixTable } from '../../../support/linux/procText';
import { runInNamespaces } from '../../../support/world/runInNamespaces';

const { EMFILE, ENOENT, EPERM } = constants.errno;
const UDPLITE = 136;

const listener: InetSocket = {
  family: 2,
  state: 10,
  local: [127, 0, 0, 1],
  localPort: 3000,
  remote: [0, 0, 0, 0],
  remotePort: 0,
  index: 0,
  cookie: [1, 0],
  recvQueue: 0,
  sendQueue: 511,
  uid: 1000,
  inode: 501,
  v6only: undefined,
  timers: [0, 0, 0],
};

/** One TCP listener, and nothing else. */
const whole = ({ protocol }: Asked): Page[] => (protocol === 6 ? [inetMessage(listener), done()] : [done()]);

const LISTENING = { tcp: 'sock_diag', udp: 'sock_diag', udplite: 'sock_diag', unix: 'sock_diag' } as const;
const PROC = { tcp: 'proc', udp: 'proc', udplite: 'none', unix: 'proc' } as const;

describe('LinuxTables', () => {
  let root: string;
  let opened: LinuxTables[];

  const open = (options: Omit<LinuxTablesOptions, 'fs'>): LinuxTables => {
    const tables = new LinuxTables({ fs: new ProcFs(root), bigEndian: false, ...options });
    opened.push(tables);
    return tables;
  };

  beforeEach(() => {
    opened = [];
    root = mkdtempSync(join(tmpdir(), 'tables-'));
    mkdirSync(join(root, 'net'));
    for (const file of ['tcp', 'udp', 'raw', 'icmp'])
      writeFileSync(join(root, 'net', file), inetTable([], false, 16));
    const row = { ...listener, sendQueue: 0 };
    writeFileSync(join(root, 'net/tcp'), inetTable([row], false, 16));
    writeFileSync(join(root, 'net/unix'), unixTable([], 16));
    writeFileSync(join(root, 'net/packet'), packetTable([], 16));
  });
  afterEach(() => {
    for (const tables of opened) tables.close();
    rmSync(root, { recursive: true });
  });

  it('asks the kernel for what it answers, and reads raw and ICMP from /proc', () => {
    const kernel = new KernelRecorder(whole);
    const { rows, method, gaps, blank } = open({ openNetlink: () => kernel }).read('all');
    assert.deepEqual(method, { ...LISTENING, packet: 'sock_diag', raw: 'proc', icmp: 'proc' });
    assert.deepEqual(gaps, []);
    assert.equal(blank, false);
    assert.deepEqual(
      rows.map(({ inode, sendQueue }) => [inode, sendQueue]),
      [[501, 511]],
    );
  });

  it('asks for no more than listeners in a look at listeners', () => {
    const kernel = new KernelRecorder(whole);
    const { method } = open({ openNetlink: () => kernel }).read('listeners');
    assert.deepEqual(method, LISTENING);
    assert.deepEqual(
      kernel.asked.map(({ family, protocol, states }) => [family, protocol, states]),
      [
        [0, 6, 1 << 10],
        [2, 17, 1 << 7],
        [10, 17, 1 << 7],
        [2, UDPLITE, 1 << 7],
        [10, UDPLITE, 1 << 7],
        [1, 0, 1 << 10],
      ],
    );
  });

  it('hands out the same list while nothing changes', () => {
    const kernel = new KernelRecorder(whole);
    const tables = open({ openNetlink: () => kernel });
    const { rows } = tables.read('listeners');
    const everything = tables.read('all').rows;
    assert.equal(everything[0], rows[0]);
    assert.equal(tables.read('listeners').rows, rows);
    assert.equal(tables.read('all').rows, everything);
  });

  it('reads everything from /proc where koffi cannot load, and says so once per look', () => {
    let asked = 0;
    const openNetlink = (): { reason: string } => {
      asked++;
      return { reason: 'Cannot find the native Koffi module' };
    };
    const tables = open({ openNetlink });
    for (let looks = 0; looks < 2; looks++) {
      const { method, rows, gaps } = tables.read('listeners');
      assert.deepEqual(method, PROC);
      assert.deepEqual(
        rows.map(({ inode, sendQueue }) => [inode, sendQueue]),
        [[501, null]],
      );
      assert.deepEqual(gaps, [
        { kind: 'unsupported', subject: 'method', count: 3, detail: 'Cannot find the native Koffi module' },
      ]);
      assert.match(
        describeGap(gaps[0]!, english),
        /^Sockets are read from \/proc, .*\(Cannot find the native/,
      );
    }
    assert.equal(asked, 1);
  });

  it('reads everything from /proc where netlink is refused, and does not try again', () => {
    let tried = 0;
    const kernel = new KernelRecorder(whole, () => {
      tried++;
      return EPERM;
    });
    const tables = open({ openNetlink: () => kernel });
    const { method, gaps } = tables.read('all');
    assert.deepEqual(method, { ...PROC, packet: 'proc', raw: 'proc', icmp: 'proc' });
    assert.deepEqual(gaps, [{ kind: 'unsupported', subject: 'method', count: 3, detail: 'EPERM' }]);
    const before = tried;
    assert.deepEqual(tables.read('all').gaps, gaps);
    assert.equal(tried, before);
  });

  it('remembers which protocols the kernel refuses', () => {
    const kernel = new KernelRecorder((asked) =>
      asked.protocol === UDPLITE ? [done(ENOENT)] : whole(asked),
    );
    const tables = open({ openNetlink: () => kernel });
    for (let looks = 0; looks < 3; looks++) {
      const { method, gaps } = tables.read('listeners');
      // It is in no /proc of this kernel either, so there is nothing to say.
      assert.deepEqual(method, { ...LISTENING, udplite: 'none' });
      assert.deepEqual(gaps, []);
    }
    assert.equal(kernel.asked.filter(({ protocol }) => protocol === UDPLITE).length, 1);
  });

  it('reads from /proc what just now was not to be had, and asks again at the next look', () => {
    let interrupted = true;
    const kernel = new KernelRecorder((asked) =>
      interrupted && asked.protocol === 6 ? [inetMessage(listener), done(0, NLM_F_DUMP_INTR)] : whole(asked),
    );
    const tables = open({ openNetlink: () => kernel });
    const { method, rows, gaps } = tables.read('listeners');
    assert.deepEqual(method, { ...LISTENING, tcp: 'proc' });
    assert.deepEqual(
      rows.map(({ sendQueue }) => sendQueue),
      [null],
    );
    assert.deepEqual(gaps, [{ kind: 'unsupported', subject: 'method', count: 1, detail: 'interrupted' }]);
    interrupted = false;
    assert.deepEqual(tables.read('listeners').method, LISTENING);
  });

  it('reads from /proc while there are no descriptors left', () => {
    let errno = EMFILE;
    const kernel = new KernelRecorder(whole, () => errno);
    const tables = open({ openNetlink: () => kernel });
    assert.deepEqual(tables.read('listeners').method, PROC);
    errno = 0;
    const { method, gaps } = tables.read('listeners');
    assert.deepEqual(method, LISTENING);
    assert.deepEqual(gaps, []);
  });

  it('shows what the kernel says where /proc shows no sockets at all, and what is missing', () => {
    rmSync(join(root, 'net'), { recursive: true });
    const kernel = new KernelRecorder(whole);
    const { rows, blank, gaps } = open({ openNetlink: () => kernel }).read('all');
    assert.equal(rows.length, 1);
    assert.equal(blank, false);
    assert.deepEqual(gaps, [
      { kind: 'unsupported', subject: 'table', count: 1, detail: 'raw: ENOENT' },
      { kind: 'unsupported', subject: 'table', count: 1, detail: 'icmp: ENOENT' },
    ]);
    assert.equal(open({ method: 'proc' }).read('all').blank, true);
  });

  it('counts what it does not understand', () => {
    const kernel = new KernelRecorder((asked) =>
      asked.protocol === 6 ? [inetMessage({ ...listener, state: 77 }), done()] : [done()],
    );
    assert.deepEqual(open({ openNetlink: () => kernel }).read('all').gaps, [
      { kind: 'truncated', subject: 'table', count: 1, detail: 'tcp (sock_diag)' },
    ]);
  });

  it('looks through /proc without a word where that was asked for', () => {
    const openNetlink = (): never => assert.fail('netlink was opened');
    const { method, gaps } = open({ method: 'proc', openNetlink }).read('listeners');
    assert.deepEqual(method, PROC);
    assert.deepEqual(gaps, []);
  });

  it('says which descriptor nobody else knows of', () => {
    const said: (number | undefined)[] = [];
    const kernel = new KernelRecorder(whole);
    const tables = open({ openNetlink: () => kernel, onDescriptor: (descriptor) => said.push(descriptor) });
    tables.read('all');
    tables.read('all');
    assert.deepEqual(said, [...kernel.open]);
    tables.close();
    assert.equal(kernel.open.size, 0);
    assert.equal(said.at(-1), undefined);
  });

  it('sees the same sockets by both methods, while others come and go, and knows more by sock_diag', async function () {
    this.timeout(60000);
    const compared = await runInNamespaces(this, 'bothMethods');
    console.log(compared.trimEnd().replace(/^/gm, '      '));
    assert.match(compared, /^tcp: \d+ rows alike$/m);
  });
});
