import assert from 'node:assert/strict';
import { scenarios } from '../../../support/world/fromLookToLook';
import { runInNamespaces } from '../../../support/world/runInNamespaces';

for (const how of ['sock_diag', 'proc', 'uncounted'] as const) {
  const kernel = how === 'uncounted' ? 'proc, on a kernel that does not count descriptors' : how;
  describe(`LinuxProbe from look to look, by ${kernel}`, () => {
    let results: Record<string, string | null>;

    before(async function () {
      this.timeout(120_000);
      results = JSON.parse(await runInNamespaces(this, 'fromLookToLook', how)) as typeof results;
    });

    for (const name of Object.keys(scenarios)) {
      it(name, () => assert.equal(results[name], null));
    }
  });
}
