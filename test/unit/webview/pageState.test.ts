import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FIRST_INSPECTOR, type PageState, pageStateFrom } from '../../../webview-ui/pageState';
import { DEFAULT_TABLE } from '../../../webview-ui/table/tableState';

const kept: PageState = {
  tab: 'table',
  sieving: { filter: 'port:3000', scope: 'everything', kind: 'tcp' },
  selection: [{ kind: 'socket', id: 'tcp:1:1' }],
  table: {
    sorting: { column: 'sendQueue', descending: true },
    grouping: 'origin',
    columns: [
      { id: 'pid', width: 90 },
      { id: 'port', width: 120 },
    ],
    folded: ['\nstring x'],
    scrollTop: 12.5,
  },
  map: { anything: 1 },
  inspector: { open: false, size: 250 },
  timeline: { open: true, size: 90 },
  folded: ['kernel'],
};

describe('what the page kept', () => {
  it('is taken where it is its own, as VS Code gives it back', () => {
    assert.deepEqual(pageStateFrom(JSON.parse(JSON.stringify(kept))), kept);
  });

  it('may be anything: what is not understood is as at first, the rest is kept', () => {
    const first = pageStateFrom(undefined);
    assert.deepEqual(first.table, DEFAULT_TABLE);
    assert.deepEqual(first.inspector, FIRST_INSPECTOR);
    const half = pageStateFrom({ ...kept, sieving: { scope: 'galaxy' }, inspector: { open: 1 } });
    assert.deepEqual(half, { ...kept, sieving: first.sieving, inspector: first.inspector });
    fc.assert(
      fc.property(fc.anything(), (value) => assert.deepEqual(pageStateFrom(value).table, DEFAULT_TABLE)),
    );
  });

  it('never leaves a table without columns, or with one that cannot be seen', () => {
    const table = (columns: unknown) => pageStateFrom({ table: { columns } }).table.columns;
    assert.deepEqual(table([]), DEFAULT_TABLE.columns);
    assert.deepEqual(table([{ id: 'nonsense', width: 10 }]), DEFAULT_TABLE.columns);
    assert.deepEqual(table([{ id: 'pid', width: -5 }]), [{ id: 'pid', width: 40 }]);
  });
});
