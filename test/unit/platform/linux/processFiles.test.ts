import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { TELLING_VARIABLES } from '../../../../src/core/snapshot/process';
import { mayTraceOthers } from '../../../../src/platform/linux/access';
import { clockTicks } from '../../../../src/platform/linux/bootClock';
import {
  namespaceInode,
  parseCgroup,
  parseCommand,
  parseEnvironment,
  parseStat,
  socketInode,
  standsFarBehind,
  withoutLongArguments,
} from '../../../../src/platform/linux/processFiles';
import { parsePasswd } from '../../../../src/platform/linux/userNames';
import { recording } from '../../../support/fixtures';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';

// “Pitfall N” is number N of docs/linux-pitfalls.md.

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
            pgrp: 2001,
            session: 1888,
            tpgid: 2001,
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
      pgrp: 2001,
      session: 1888,
      tpgid: 2001,
      threads: 1,
      startTime: '75513',
    });
    const plain = JSON.parse(jc('pid_stat.json').toString()) as {
      comm: string;
      state: string;
      ppid: number;
      pgrp: number;
      session: number;
      tpg_id: number;
      num_threads: number;
      starttime: number;
    };
    assert.deepEqual(parseStat(jc('pid_stat')), {
      name: plain.comm,
      state: plain.state,
      ppid: plain.ppid,
      pgrp: plain.pgrp,
      session: plain.session,
      tpgid: plain.tpg_id,
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

describe('withoutLongArguments', () => {
  const bytes = (command: readonly string[]): Buffer =>
    Buffer.from(command.map((text) => `${text}\0`).join(''));

  it('keeps a main class behind a long class path', () => {
    const command = ['java', '-cp', '/opt/libs/a.jar:'.repeat(900), 'kafka.Kafka', 'server.properties'];
    const kept = parseCommand(withoutLongArguments(bytes(command)));
    assert.deepEqual([kept.length, kept.at(-2), kept.at(-1)], [5, 'kafka.Kafka', 'server.properties']);
    assert.match(kept[2]!, /^\/opt\/libs\/a\.jar:.*…$/);
  });

  it('changes nothing that is short', () => {
    const argument = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 50 }), (command) => {
        assert.deepEqual(withoutLongArguments(bytes(command)), bytes(command));
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('is bounded whatever it is given', () => {
    const long = fc
      .array(fc.nat({ max: 3000 }), { maxLength: 60 })
      .map((lengths) => bytes(lengths.map((length) => 'x'.repeat(length))));
    fc.assert(
      fc.property(fc.oneof(anyBytes, long), (command) => {
        const kept = withoutLongArguments(command);
        assert.ok(kept.length <= Math.min(command.length, 16_384 + 516), String(kept.length));
      }),
      { numRuns: FUZZ_RUNS },
    );
    assert.ok(withoutLongArguments(Buffer.alloc(65_536, 0x61)).length < 600);
  });

  it('is for runtimes that are told much before their program, and no others', () => {
    for (const program of ['java', '/usr/lib/jvm/bin/java', '/opt/shop/bin/beam.smp'])
      assert.ok(standsFarBehind(bytes([program, '-x'])), program);
    for (const program of ['node', 'javac', '/opt/java/run', 'x-java'])
      assert.ok(!standsFarBehind(bytes([program, '-x'])), program);
    assert.ok(!standsFarBehind(Buffer.from('java')), 'cut within its first argument');
  });
});

describe('parseCgroup', () => {
  const path = fc
    .array(fc.stringMatching(/^[^/\n]{1,12}$/), { minLength: 1, maxLength: 5 })
    .map((parts) => `/${parts.join('/')}`);
  const lines = (rows: readonly string[]): Buffer => Buffer.from(rows.map((row) => `${row}\n`).join(''));
  const depth = (text: string): number => text.split('/').length;

  it('takes the unified hierarchy’s path, or systemd’s, or the deepest, whatever their order', () => {
    fc.assert(
      fc.property(
        fc.option(path, { nil: '/' }),
        fc.option(fc.oneof(path, fc.constant('/')), { nil: undefined }),
        fc.array(path, { maxLength: 6 }),
        fc.nat(),
        (unified, systemd, others, turn) => {
          const rows = [`0::${unified}`, ...others.map((each, at) => `${at + 2}:cpu,cpuacct:${each}`)];
          if (systemd !== undefined) rows.push(`1:name=systemd:${systemd}`);
          const from = turn % rows.length;
          const found = parseCgroup(lines([...rows.slice(from), ...rows.slice(0, from)]));
          if (unified !== '/') assert.equal(found, unified);
          else if (systemd !== undefined && systemd !== '/') assert.equal(found, systemd);
          else if (others.length === 0) assert.equal(found, '/');
          else {
            assert.ok(others.includes(found!));
            assert.equal(depth(found!), Math.max(...others.map(depth)));
          }
        },
      ),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('reads what systemd, Docker and Kubernetes make', () => {
    const cases: [string, string | null][] = [
      [
        '0::/user.slice/user-1000.slice/user@1000.service/app.slice/code.scope',
        '/user.slice/user-1000.slice/user@1000.service/app.slice/code.scope',
      ],
      [
        '12:pids:/docker/1f\n1:name=systemd:/docker/1f\n0::/system.slice/docker.service',
        '/system.slice/docker.service',
      ],
      ['4:memory:/kubepods/besteffort/pod1/2f\n1:name=systemd:/', '/kubepods/besteffort/pod1/2f'],
      ['0::/../other:with:colons', '/../other:with:colons'],
      ['0::/', '/'],
      ['', null],
      ['0:', null],
      ['x', null],
    ];
    for (const [text, expected] of cases) assert.equal(parseCgroup(Buffer.from(`${text}\n`)), expected, text);
    assert.equal(parseCgroup(Buffer.from('0::/cut')), null, 'a line without its end');
  });

  it('invents nothing, whatever the bytes', () => {
    const bits = fc.constantFrom('0::/', '1:name=systemd:/', ':', '/', '\n', 'a', '\xff');
    const bytes = fc.oneof(
      anyBytes,
      fc.array(bits).map((parts) => Buffer.from(parts.join(''), 'latin1')),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        const found = parseCgroup(input);
        assert.ok(found === null || (found.startsWith('/') && input.toString().includes(`:${found}\n`)));
      }),
      { numRuns: FUZZ_RUNS },
    );
  });
});

describe('parseEnvironment', () => {
  const telling = fc.constantFrom(...TELLING_VARIABLES);
  const value = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replaceAll('\0', ''));
  const environ = (entries: readonly string[]): Buffer =>
    Buffer.from(entries.map((entry) => `${entry}\0`).join(''));

  it('keeps what tells, the first of each name, and nothing else', () => {
    const other = fc.stringMatching(/^[A-Za-z_]{1,40}$/).filter((name) => !TELLING_VARIABLES.includes(name));
    const entry = fc.tuple(fc.oneof(telling, other), value);
    const noise = fc.oneof(
      fc.constant(''),
      fc.constant('='),
      fc.constant('PATHNAME'),
      fc.constant('=PORT=1'),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(entry, noise)), (entries) => {
        const expected: Record<string, string> = {};
        for (const each of entries) {
          if (typeof each === 'string' || !TELLING_VARIABLES.includes(each[0])) continue;
          expected[each[0]] ??= Buffer.from(each[1]).toString();
        }
        const text = entries.map((each) => (typeof each === 'string' ? each : each.join('=')));
        assert.deepEqual(parseEnvironment(environ(text)), expected);
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('leaves out what is longer than 1 KB, and what is cut', () => {
    const kept = 'x'.repeat(1024);
    assert.deepEqual(parseEnvironment(environ([`PWD=${kept}`, `HOST=${kept}x`, 'PORT=3000'])), {
      PWD: kept,
      PORT: '3000',
    });
    assert.deepEqual(parseEnvironment(Buffer.from('PORT=3000\0HOST=local')), { PORT: '3000' });
    assert.deepEqual(parseEnvironment(Buffer.from('__proto__=1\0constructor=2\0')), {});
  });

  it('comes to an end in time that grows with the bytes, whatever they are', () => {
    assert.deepEqual(parseEnvironment(Buffer.alloc(1 << 22)), {});
    assert.deepEqual(parseEnvironment(Buffer.concat([Buffer.alloc(1 << 22), Buffer.from('=\0PORT=1\0')])), {
      PORT: '1',
    });
    assert.deepEqual(parseEnvironment(Buffer.alloc(1 << 22, '=')), {});
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        for (const name of Object.keys(parseEnvironment(bytes))) assert.ok(TELLING_VARIABLES.includes(name));
      }),
      { numRuns: FUZZ_RUNS },
    );
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
