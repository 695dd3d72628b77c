import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { mayTraceOthers } from '../../../../src/platform/linux/access';
import { clockTicks } from '../../../../src/platform/linux/bootClock';
import {
  namespaceInode,
  parseCommand,
  parseStat,
  socketInode,
} from '../../../../src/platform/linux/processFiles';
import { parsePasswd } from '../../../../src/platform/linux/userNames';
import { recording } from '../../fixtures';
import { FUZZ_RUNS } from './fuzzRuns';

const anyBytes = fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes));

describe('parseStat', () => {
  it('counts from the last bracket, whatever the name is (pitfall 8)', () => {
    const names = fc.oneof(
      fc.constantFrom('a) R 1 (b', '()', '', ') S 1', 'a\nb', ')('),
      fc.string({ maxLength: 15 }),
    );
    fc.assert(
      fc.property(
        names,
        fc.nat(4194304),
        fc.nat(4194304),
        fc.bigInt(0n, 2n ** 64n - 1n),
        (name, pid, ppid, start) => {
          const middle = '2001 1888 34816 2001 4202496 428 0 0 0 0 0 0 0 20 0 1 0';
          const line = Buffer.from(`${pid} (${name}) S ${ppid} ${middle} ${start} 115900416 297 0 1 1\n`);
          assert.deepEqual(parseStat(line), {
            name: line.toString('utf8', line.indexOf('(') + 1, line.lastIndexOf(')')),
            state: 'S',
            ppid,
            threads: 1,
            startTime: String(start),
          });
        },
      ),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('answers nothing to what is no such line', () => {
    for (const text of ['', '1', '1 (x', '1 )x( S 1', '1 (x) S 1 2 3', '1 (x) S one']) {
      assert.equal(parseStat(Buffer.from(text)), undefined, text);
    }
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const stat = parseStat(bytes);
        assert.ok(stat === undefined || /^\d+$/.test(stat.startTime));
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('agrees with the recordings', function () {
    const jc = (name: string): Buffer => readFileSync(recording(this, 'jc', 'linux-proc', name));
    assert.deepEqual(parseStat(jc('pid_stat_w_space_and_nl_in_comm')), {
      name: 'my file with\nsp',
      state: 'S',
      ppid: 1888,
      threads: 1,
      startTime: '75513',
    });
    const plain = JSON.parse(jc('pid_stat.json').toString()) as {
      comm: string;
      state: string;
      ppid: number;
      num_threads: number;
      starttime: number;
    };
    assert.deepEqual(parseStat(jc('pid_stat')), {
      name: plain.comm,
      state: plain.state,
      ppid: plain.ppid,
      threads: plain.num_threads,
      startTime: String(plain.starttime),
    });
  });
});

describe('parseCommand', () => {
  it('reads arguments back', () => {
    const argument = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(argument), (command) => {
        assert.deepEqual(parseCommand(Buffer.from(command.map((text) => `${text}\0`).join(''))), command);
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('cuts the tail of a title', () => {
    assert.deepEqual(parseCommand(Buffer.from('nginx: worker process\0\0\0\0')), ['nginx: worker process']);
    assert.deepEqual(parseCommand(Buffer.alloc(0)), []);
    assert.deepEqual(parseCommand(Buffer.alloc(9)), []);
  });
});

describe('links', () => {
  it('name sockets and namespaces', () => {
    assert.equal(socketInode('socket:[123456]'), 123456);
    assert.equal(socketInode('/tmp/socket:[1]'), undefined);
    assert.equal(socketInode('socket:[x]'), undefined);
    assert.equal(socketInode('pipe:[1]'), undefined);
    assert.equal(namespaceInode('net:[4026531840]'), 4026531840);
    assert.equal(namespaceInode(''), undefined);
  });
});

describe('clockTicks', () => {
  const vector = (width: 4 | 8, bigEndian: boolean, pairs: readonly [number, number][]): Buffer => {
    const bytes = Buffer.alloc(pairs.length * 2 * width);
    for (const [index, value] of pairs.flat().entries()) {
      if (width === 8) bytes[bigEndian ? 'writeBigUInt64BE' : 'writeBigUInt64LE'](BigInt(value), index * 8);
      else bytes[bigEndian ? 'writeUInt32BE' : 'writeUInt32LE'](value, index * 4);
    }
    return bytes;
  };

  it('finds AT_CLKTCK in both widths and byte orders (pitfall 17)', () => {
    for (const width of [4, 8] as const) {
      for (const bigEndian of [false, true]) {
        const pairs: [number, number][] = [
          [33, 0xb7f00000],
          [16, 0x178bfbff],
          [6, 4096],
          [17, 250],
          [0, 0],
        ];
        assert.equal(clockTicks(vector(width, bigEndian, pairs), bigEndian), 250, `${width} ${bigEndian}`);
      }
    }
    assert.equal(clockTicks(Buffer.alloc(64), false), undefined);
    assert.equal(clockTicks(Buffer.alloc(3), false), undefined);
  });
});

describe('mayTraceOthers', () => {
  it('reads CAP_SYS_PTRACE', () => {
    assert.equal(mayTraceOthers('Name:\tnode\nCapEff:\t000001ffffffffff\n'), true);
    assert.equal(mayTraceOthers('Name:\tnode\nCapEff:\t0000000000080000\n'), true);
    assert.equal(mayTraceOthers('CapEff:\t0000000000000000\n'), false);
    assert.equal(mayTraceOthers('CapEff:\t000001fffff7ffff\n'), false);
    assert.equal(mayTraceOthers(''), false);
  });
});

describe('parsePasswd', () => {
  it('takes the first name of a number and leaves broken lines alone', () => {
    const text =
      'root:x:0:0:root:/root:/bin/sh\n\n# note\ntoor:x:0:0::/:/bin/sh\n+::::::\nme:x:1000:1000::/:/bin/sh\nbad:x:-1:\n';
    assert.deepEqual(
      [...parsePasswd(text)],
      [
        [0, 'root'],
        [1000, 'me'],
      ],
    );
  });
});
