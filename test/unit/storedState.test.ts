import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recalled } from '../../src/core/origins/memory';
import { parseRecords } from '../../src/core/stop/stopRecord';
import { pageStateFrom } from '../../webview-ui/pageState';
import { mapStateFrom } from '../../webview-ui/portMap/mapState';

/** What VS Code keeps of one workspace, as one commit wrote it. */
interface StoredState {
  /** What was stored, by the key in VS Code's `workspaceState`. */
  readonly workspaceState: Readonly<Record<string, unknown>>;
  /** `setState` of the chart's page. */
  readonly page: { readonly map: unknown };
}

const FOLDER = join(__dirname, '../support/states');

// Each change of a format adds what the commit before it wrote, by that commit's own code.
describe('what earlier versions kept', () => {
  for (const file of readdirSync(FOLDER)) {
    const { workspaceState, page } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as StoredState;

    it(`${file}: whose processes are whose, and which of those have ended`, () => {
      const remembered = [...recalled(workspaceState['portolan.remembered'], Infinity).values()];
      assert.deepEqual(remembered, workspaceState['portolan.remembered']);
      assert.deepEqual(
        remembered.map(({ origin, endedAt }) => [origin.kind, endedAt !== null]),
        [
          ['terminal', true],
          ['task', false],
          ['debug', false],
        ],
      );
    });

    it(`${file}: what was stopped`, () => {
      const records = parseRecords(workspaceState['portolan.stopped']);
      assert.deepEqual(records, workspaceState['portolan.stopped']);
      assert.deepEqual(
        records.map(({ outcome, signals }) => [outcome, signals.length]),
        [
          [null, 0],
          ['freed', 1],
        ],
      );
    });

    it(`${file}: how the chart was left`, () => {
      assert.deepEqual(pageStateFrom(page), page);
      assert.deepEqual(mapStateFrom(page.map), page.map);
      assert.ok(mapStateFrom(page.map).wide.length > 0 && mapStateFrom(page.map).sight);
    });
  }
});
