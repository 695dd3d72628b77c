import assert from 'node:assert/strict';
import { callKey } from '../../../src/core/portMap/portMap';
import { english } from '../../../src/core/text/translate';
import { ChartModel } from '../../../webview-ui/model';
import { hoverText, noteOf } from '../../../webview-ui/portMap/mapTexts';
import { stylesOf } from '../../../webview-ui/portMap/styles';
import {
  aListener,
  aProcess,
  EMPTY_WORLD,
  MINUTE,
  NOW,
  snapshotMessages,
} from '../../support/snapshots/chartWorld';
import { aCall, anOrigin, aPortMap, aProcess as onTheMap } from '../../support/snapshots/portMaps';

const [vite, esbuild, again] = [aProcess(1, 'vite'), aProcess(2, 'esbuild'), aProcess(3, 'vite')];
const processes = [vite, esbuild, again];

function modelOf(filter = '', rows = [aListener(1, 5173, vite)]): ChartModel {
  const model = new ChartModel({ filter, scope: 'everything', kind: 'all' }, english);
  for (const message of snapshotMessages({ ...EMPTY_WORLD, rows, processes }))
    model.picture({ ...message, batch: 1 });
  return model;
}

describe('what stands on the map', () => {
  it('names each kind of several processes once', () => {
    const folded = { ...onTheMap('more', [], ''), processes: processes.map(({ key }) => key), folded: 3 };
    const origin = anOrigin('web', [folded]);
    assert.equal(noteOf(folded, origin, 0, modelOf(), NOW, english), 'vite, esbuild');
  });

  it('says of a process how long it runs, and its command where that is more than its name', () => {
    const item = { ...onTheMap('vite', []), processes: [vite.key] };
    const told = (command: string): readonly string[] => {
      const known = new Map([[vite.key, { ...vite, command, since: NOW - 4 * MINUTE }]]);
      const model = { processes: known, rows: new Map(), origins: new Map(), folders: [] };
      const found = { level: 'process', item, origin: anOrigin('web', [item]) } as const;
      return hoverText(found, undefined, model, NOW, english).lines;
    };
    assert.deepEqual(told('vite'), ['pid 1 · me', 'running for 4 min']);
    assert.deepEqual(told('vite --host'), ['pid 1 · me', 'running for 4 min', 'vite --host']);
  });

  it('is marked by a filter, and not by what is typed of one by halves', () => {
    const portMap = aPortMap([anOrigin('web', [{ ...onTheMap('vite', []), processes: [vite.key] }])]);
    assert.deepEqual(stylesOf(portMap, modelOf('port:5173')).lit, new Set(['vite', 'web']));
    assert.deepEqual(stylesOf(portMap, modelOf('port:22')).lit, new Set());
    for (const typed of ['', 'port:', 'port:zebra']) {
      assert.equal(stylesOf(portMap, modelOf(typed)).lit, undefined, typed);
    }
  });

  it('is marked by a filter also where it is far', () => {
    const far = { edge: 'out', kind: 'internet', origin: null } as const;
    const address = (name: string, ...ports: number[]) => ({ ...onTheMap(name, ports), processes: [] });
    const portMap = aPortMap(
      [
        anOrigin('web', [{ ...onTheMap('vite', []), processes: [vite.key] }]),
        anOrigin('internet', [address('34.200.1.9', 443, 80), address('1.2.3.4', 443)], far),
      ],
      [aCall('vite', '34.200.1.9:443'), aCall('vite', '1.2.3.4:443')],
    );
    const rows = ['34.200.1.9', '1.2.3.4'].map((remoteAddress, n) =>
      aListener(n, 50_000 + n, vite, {
        ...{ listens: false, state: 'ESTABLISHED', network: 'internet' },
        ...{ remoteAddress, remotePort: 443 },
      }),
    );
    const { lit } = stylesOf(portMap, modelOf('remote:34.200.1.9', rows));
    const line = callKey('vite', '34.200.1.9:443');
    assert.deepEqual(lit, new Set(['vite', 'web', 'internet', '34.200.1.9', '34.200.1.9:443', line]));
  });
});
