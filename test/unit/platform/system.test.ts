import assert from 'node:assert/strict';
import type { Socket } from '../../../src/core/socket/socket';
import { systemFor } from '../../../src/platform/system';

describe('systemFor', () => {
  it('says of a system that it does not know that it shows nothing there', async () => {
    const probe = systemFor('aix').probe();
    const reading = await probe.read('all');
    probe.dispose();
    assert.deepEqual(reading.sockets, []);
    assert.deepEqual(reading.gaps, [{ kind: 'unsupported', subject: 'system', count: 1, detail: 'aix' }]);
    assert.equal(reading.machine.method.tcp, 'none');
    assert.equal(reading.machine.platform, 'aix');
  });

  it('holds nobody there, names no command of another system, and knows its own parent', async () => {
    const { signaller, words, ownAncestors, bootId, bindTrial } = systemFor('aix');
    assert.equal(signaller.supported, false);
    assert.equal(signaller.pin({ pid: process.pid, startTime: '1' }), undefined);
    assert.deepEqual(signaller.descendants({ pid: process.pid, startTime: '1' }), []);
    assert.deepEqual(
      [
        words.politeSignal,
        words.forcedSignal,
        words.killCommand(81243, true),
        words.holderCommand('tcp', 3000),
        words.serviceStopCommand({ unit: 'nginx.service', ofUser: false }),
      ],
      [null, null, null, null, null],
    );
    assert.deepEqual(ownAncestors(), [process.ppid]);
    assert.equal(bootId(), null);
    assert.equal(await bindTrial({ local: null, netns: null } as Socket, null), null);
  });

  it('speaks to Linux as its own commands do', () => {
    const { signaller, words } = systemFor('linux');
    assert.equal(signaller.supported, true);
    assert.deepEqual(
      [
        words.killCommand(81243, false),
        words.killCommand(81243, true),
        words.holderCommand('tcp', 3000),
        words.holderCommand('udp', 53),
        words.serviceStopCommand({ unit: 'nginx.service', ofUser: false }),
        words.serviceStopCommand({ unit: 'api.service', ofUser: true }),
      ],
      [
        'sudo kill 81243',
        'sudo kill -9 81243',
        "sudo ss -Hanpt 'sport = 3000'",
        "sudo ss -Hanpu 'sport = 53'",
        'sudo systemctl stop nginx.service',
        'systemctl --user stop api.service',
      ],
    );
  });

  it('is this machine’s where no name is given', () => {
    assert.equal(systemFor().platform, process.platform);
  });
});
