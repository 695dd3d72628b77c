import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { type Command, parseCommand, UsageError } from '../../../src/cli/arguments';
import { ls } from '../../../src/cli/ls';
import { outputTo } from '../../../src/cli/output';
import type { Session } from '../../../src/cli/session';
import { stop } from '../../../src/cli/stop';
import { who } from '../../../src/cli/who';
import type { Gap } from '../../../src/core/snapshot/reading';
import type { Snapshot } from '../../../src/core/snapshot/snapshot';
import { english } from '../../../src/core/text/translate';
import { ContainerEngines } from '../../../src/platform/containers/containerEngines';
import { unsupportedSystem } from '../../../src/platform/unsupportedSystem';
import { aProcess, aSnapshot, aSocket } from '../../support/snapshots/snapshots';

/** A session that sees this snapshot, and what it says on which stream. */
function sessionOf(snapshot: Snapshot): { session: Session; printed: string[]; noted: string[] } {
  const printed: string[] = [];
  const noted: string[] = [];
  const session: Session = {
    terminal: {
      columns: undefined,
      interactive: false,
      print: (line) => void printed.push(line),
      printJson: (document) => void printed.push(JSON.stringify(document)),
      note: (line) => void noted.push(line),
      progress: () => undefined,
      confirm: () => Promise.resolve(false),
      emphasize: (text) => text,
      output: outputTo(new PassThrough()),
    },
    t: english,
    system: unsupportedSystem('plan9'),
    engines: new ContainerEngines(),
    look: () => Promise.resolve(snapshot),
    settle: (query) => Promise.resolve(query),
  };
  return { session, printed, noted };
}

const gap = (given: Partial<Gap>): Gap => ({ kind: 'failed', subject: 'system', count: 1, ...given });
const blind = aSnapshot([], [], { gaps: [gap({ detail: 'tcp: EMFILE' })] });
const partlyBlind = aSnapshot([], [], { gaps: [gap({ subject: 'table', detail: 'tcp6: EMFILE' })] });
const noRaw = aSnapshot([], [], { gaps: [gap({ subject: 'table', detail: 'raw6: EMFILE' })] });
const nothing = aSnapshot([], []);
const server = aSnapshot([aSocket()], [aProcess()]);

type Ls = Extract<Command, { name: 'ls' }>;
const lsOf = (...args: string[]): Ls => parseCommand(['ls', ...args]) as Ls;
const stopOf = (query: string): Extract<Command, { name: 'stop' }> => ({
  ...{ name: 'stop', query, force: false, yes: true, json: false },
});

describe('the exit codes of the command line', () => {
  const cases: readonly [what: string, snapshot: Snapshot, ls: number, filtered: number, port: number][] = [
    ['found', server, 0, 0, 0],
    ['found, though a table was not read', { ...server, gaps: partlyBlind.gaps }, 0, 0, 0],
    ['nothing there', nothing, 0, 1, 1],
    [
      'no such table on this system',
      aSnapshot([], [], { gaps: [gap({ subject: 'table', kind: 'unsupported' })] }),
      0,
      1,
      1,
    ],
    ['no table was read', blind, 6, 6, 6],
    ['a table was not read', partlyBlind, 6, 6, 6],
    ['a table was not read that has no ports', noRaw, 6, 6, 1],
  ];
  for (const [what, snapshot, all, filtered, port] of cases) {
    it(`tell of ls and who: ${what}`, async () => {
      const { session } = sessionOf(snapshot);
      assert.equal(await ls(lsOf(), session), all);
      assert.equal(await ls(lsOf('--json'), session), all);
      assert.equal(await ls(lsOf('port:3000'), session), filtered);
      assert.equal(await who('3000', false, session), port);
      assert.equal(await who('3000', true, session), port);
    });
  }

  it('tell of stop: nothing there is another answer than nothing seen', async () => {
    assert.equal(await stop(stopOf('3000'), sessionOf(nothing).session), 1);
    assert.equal(await stop(stopOf('3000'), sessionOf(blind).session), 6);
    assert.equal(await stop(stopOf('3000'), sessionOf(partlyBlind).session), 6);
  });

  it('come with one sentence, and no empty table, where no table was read', async () => {
    const { session, printed, noted } = sessionOf(blind);
    await ls(lsOf(), session);
    assert.deepEqual(printed, []);
    assert.deepEqual(noted, ['No sockets could be read (tcp: EMFILE).']);
  });

  for (const filter of [
    'port:',
    '-',
    '""',
    'user:me port:',
    '-port:',
    'x'.repeat(1001),
    'a '.repeat(51),
    ' ',
  ]) {
    it(`call a filter wrong that would list more than it asks for: ${filter.slice(0, 20)}`, async () => {
      await assert.rejects(async () => ls(lsOf('--', filter), sessionOf(server).session), UsageError);
    });
  }

  it('call an empty filter wrong, and none right', () => {
    assert.throws(() => lsOf(''), UsageError);
    assert.equal(lsOf().filter, '');
  });

  for (const filter of ['port:3000', '3000', 'x'.repeat(1000), 'a '.repeat(50), '-name:x', 'port:1,3000']) {
    it(`take a filter that is whole: ${filter.slice(0, 20)}`, async () => {
      assert.ok([0, 1].includes(await ls(lsOf('--', filter), sessionOf(server).session)));
    });
  }
});
