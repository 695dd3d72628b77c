import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDebugMessage, pidInName } from '../../../../src/core/origins/debugMessages';

describe('parseDebugMessage', () => {
  const event = (body: object): unknown => ({ seq: 1, type: 'event', event: 'process', body });
  const answer = (body: object): unknown => ({ type: 'response', command: 'runInTerminal', body });

  it('takes the pid of a process event, unless it is of another machine', () => {
    const body = { name: '/srv/app.py', systemProcessId: 4711, startMethod: 'launch' };
    const found = [{ pid: 4711, source: 'process', title: '/srv/app.py' }];
    assert.deepEqual(parseDebugMessage(event(body)), found);
    assert.deepEqual(parseDebugMessage(event({ ...body, isLocalProcess: true })), found);
    assert.deepEqual(parseDebugMessage(event({ ...body, isLocalProcess: false })), []);
    assert.deepEqual(parseDebugMessage(event({ name: 'app.js' })), []);
    assert.deepEqual(parseDebugMessage(event({ systemProcessId: 1 })), []);
  });

  it('takes the pids of an answer to runInTerminal, of the process or of its shell', () => {
    const of = (pid: number) => ({ pid, source: 'runInTerminal', title: null });
    assert.deepEqual(parseDebugMessage(answer({ shellProcessId: 30 })), [of(30)]);
    assert.deepEqual(parseDebugMessage(answer({ processId: 31, shellProcessId: 30 })), [of(31), of(30)]);
    assert.deepEqual(parseDebugMessage(answer({})), []);
  });

  it('takes nothing from anything else', () => {
    const property = fc.property(fc.anything(), (message) =>
      assert.deepEqual(parseDebugMessage(message), []),
    );
    fc.assert(property);
  });
});

describe('pidInName', () => {
  const names: readonly (readonly [name: string, title: string | undefined, pid?: number])[] = [
    ['app.js [23744]', 'app.js', 23744],
    ['app.js [23744] « API', 'app.js', 23744],
    ['my [1] app.js [23744] (paused)', 'my [1] app.js', 23744],
    ['[23744]', undefined],
    ['API', undefined],
    ['server [1]', undefined],
    ['server [99999999999]', undefined],
  ];
  for (const [name, title, pid] of names) {
    it(name, () => assert.deepEqual(pidInName(name), title && { pid, source: 'name', title }));
  }
});
