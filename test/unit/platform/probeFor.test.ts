import assert from 'node:assert/strict';
import { LinuxProbe } from '../../../src/platform/linux/linuxProbe';
import { probeFor } from '../../../src/platform/probeFor';

describe('probeFor', () => {
  it('asks Linux through /proc', () => {
    assert.ok(probeFor('linux') instanceof LinuxProbe);
  });

  it('says of a system that it does not know that it shows nothing there', async () => {
    const probe = probeFor('aix');
    const reading = await probe.read('all');
    probe.dispose();
    assert.deepEqual(reading.sockets, []);
    assert.deepEqual(reading.gaps, [{ kind: 'unsupported', subject: 'system', count: 1, detail: 'aix' }]);
    assert.equal(reading.machine.method.tcp, 'none');
  });
});
