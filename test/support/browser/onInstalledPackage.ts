import assert from 'node:assert/strict';
import { Session } from './session.js';

/** A suite whose steps share one installed Portolan: each builds on the ones before. */
export function onInstalledPackage(
  title: string,
  arrange: (session: Session) => Promise<void>,
  steps: (session: () => Session) => void,
): void {
  describe(`${title}, on the installed package`, function () {
    this.timeout(60_000);
    let session: Session;

    before(async function () {
      this.timeout(180_000); // the embedded VS Code may have to be installed first
      session = await Session.open();
      await arrange(session);
    });

    afterEach(async function () {
      if (this.currentTest?.state === 'failed') await session.explain(this.currentTest.title);
    });

    after(async function () {
      this.timeout(60_000);
      await session.close();
    });

    steps(() => session);

    it('asked nothing outside this machine', () => assert.deepEqual(session.refused, []));
  });
}
