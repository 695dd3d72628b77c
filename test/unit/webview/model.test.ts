import assert from 'node:assert/strict';
import { english } from '../../../src/core/text/translate';
import type { Episode } from '../../../src/core/timeline/timeline';
import type { ChartInspection } from '../../../src/protocol';
import { type Change, ChartModel } from '../../../webview-ui/model';
import { socketSubject } from '../../../webview-ui/subject';
import {
  aListener,
  anOrigin,
  aProcess,
  diffMessage,
  EMPTY_WORLD,
  NOW,
  snapshotMessages,
} from '../../support/snapshots/chartWorld';

const web = anOrigin('terminal', 'web', { label: 'Terminal web' });
const vite = aProcess(100, 'vite', { origin: web.id });
const sshd = aProcess(200, 'sshd', { place: 'system' });
const http = aListener(1, 5173, vite);
const ssh = aListener(2, 22, sshd, { exposure: 'everyone' });

function shop(scope: 'workspace' | 'everything' = 'everything') {
  const model = new ChartModel({ filter: '', scope, kind: 'all' }, english);
  const changes: Change[] = [];
  const world = { ...EMPTY_WORLD, rows: [http, ssh], processes: [vite, sshd], origins: [web] };
  for (const message of snapshotMessages(world)) model.picture({ ...message, batch: 1 });
  model.onDidChange((change) => changes.push(change));
  return { model, changes };
}

const passing = (model: ChartModel): string[] =>
  [...model.rows.values()].filter((row) => model.filter.passes(row)).map(({ id }) => id);

describe('the page’s model', () => {
  it('takes what opened, changed, closed and ended, and names just that', () => {
    const { model, changes } = shop();
    const more = aListener(3, 3000, vite);
    const wider = { ...http, exposure: 'everyone' as const };
    model.differ({
      ...diffMessage({ opened: [more], changed: [wider], closed: [ssh.id], ended: [sshd.key] }),
      batch: 2,
    });
    assert.deepEqual([...model.rows.keys()].sort(), [http.id, more.id]);
    assert.equal(model.rows.get(http.id)?.exposure, 'everyone');
    assert.equal(model.processes.has(sshd.key), false);
    const [change] = changes;
    assert.deepEqual(
      { ...change, closed: change?.closed.map(({ id }) => id), ended: change?.ended.map(({ key }) => key) },
      {
        reset: false,
        opened: [more.id],
        changed: [http.id],
        closed: [ssh.id],
        processes: [],
        ended: [sshd.key],
        origins: false,
        filter: false,
        selection: false,
        timeline: false,
        status: false,
        inspection: false,
      },
    );
  });

  it('knows who holds what, also after a socket went to another', () => {
    const { model } = shop();
    model.differ({ ...diffMessage({ changed: [{ ...http, owners: [sshd.key] }] }), batch: 2 });
    assert.deepEqual([...model.heldBy(vite.key)], []);
    assert.deepEqual([...model.heldBy(sshd.key)].sort(), [http.id, ssh.id]);
  });

  it('forgets all at a new picture', () => {
    const { model, changes } = shop();
    for (const message of snapshotMessages({ ...EMPTY_WORLD, rows: [ssh], processes: [sshd] })) {
      model.picture({ ...message, batch: 3 });
    }
    assert.deepEqual([...model.rows.keys()], [ssh.id]);
    assert.equal(model.origins.size, 0);
    assert.equal(changes[0]?.reset, true);
  });
});

describe('the page’s filter', () => {
  it('lets this workspace’s through, or everything', () => {
    const { model } = shop('workspace');
    assert.deepEqual(passing(model), [http.id]);
    model.filterBy({ scope: 'everything' });
    assert.deepEqual(passing(model), [http.id, ssh.id]);
  });

  it('filters by what the row, its process and its origin say', () => {
    const { model } = shop();
    for (const filter of ['vite', 'origin:web', 'port:5173', 'terminal']) {
      model.filterBy({ filter });
      assert.deepEqual(passing(model), [http.id], filter);
    }
    model.filterBy({ filter: 'exposure:everyone' });
    assert.deepEqual(passing(model), [ssh.id]);
  });

  it('looks again at what has changed: the row, its process, its origin', () => {
    const { model } = shop();
    model.filterBy({ filter: 'renamed' });
    assert.deepEqual(passing(model), []);
    model.differ({ ...diffMessage({ processes: [{ ...sshd, name: 'renamed' }] }), batch: 2 });
    assert.deepEqual(passing(model), [ssh.id]);
    model.differ({ ...diffMessage({ origins: [{ ...web, label: 'renamed' }] }), batch: 3 });
    assert.deepEqual(passing(model), [http.id, ssh.id]);
  });

  it('says what of a filter it did not understand', () => {
    const { model } = shop();
    model.filterBy({ filter: 'prot:udp' });
    assert.equal(model.filter.problems.length, 1);
  });

  it('tells nothing where nothing differs', () => {
    const { model, changes } = shop();
    model.filterBy({ filter: '' });
    assert.equal(changes.length, 0);
  });

  it('judges a closed listener by what is remembered of it', () => {
    const { model } = shop('workspace');
    const episode: Episode = {
      id: 1,
      socketId: 'tcp:1:77',
      protocol: 'tcp',
      port: 3000,
      address: '127.0.0.1',
      exposure: 'machine',
      holder: {
        key: '5:5',
        pid: 5,
        name: 'node',
        place: 'workspace',
        origin: { id: 'x', kind: 'task', label: 'Task api' },
      },
      absentAt: null,
      openedAt: NOW - 1000,
      closed: { seenAt: NOW, at: NOW },
    };
    assert.ok(model.filter.passesEpisode(episode));
    model.filterBy({ filter: 'origin:api port:3000' });
    assert.ok(model.filter.passesEpisode(episode));
    model.filterBy({ filter: 'vite' });
    assert.ok(!model.filter.passesEpisode(episode));
    model.filterBy({ filter: '' });
    assert.ok(!model.filter.passesEpisode({ ...episode, holder: null }), 'nobody’s is not the workspace’s');
  });
});

describe('the page’s one selection', () => {
  it('marks a socket, all that a process holds, all that came from somewhere', () => {
    const { model } = shop();
    model.select(socketSubject(ssh.id));
    assert.deepEqual(
      [http, ssh].map((row) => model.isSelected(row)),
      [false, true],
    );
    model.select({ kind: 'process', id: vite.key });
    assert.deepEqual(
      [http, ssh].map((row) => model.isSelected(row)),
      [true, false],
    );
    model.select({ kind: 'origin', id: web.id });
    assert.deepEqual(
      [http, ssh].map((row) => model.isSelected(row)),
      [true, false],
    );
  });

  it('stays with a socket that has closed', () => {
    const { model } = shop();
    model.select(socketSubject(http.id));
    model.differ({ ...diffMessage({ closed: [http.id] }), batch: 2 });
    assert.equal(model.lead?.id, http.id);
  });

  it('takes only answers about what is selected now', () => {
    const { model } = shop();
    const answer = (socket: string): ChartInspection => ({
      type: 'inspection',
      batch: 1,
      inspection: { socket, process: null, title: socket, gone: false, sections: [] },
    });
    const told = (): string | undefined => model.inspection?.title;
    model.select(socketSubject(http.id));
    model.inspected(answer(ssh.id));
    assert.equal(told(), undefined);
    model.inspected(answer(http.id));
    assert.equal(told(), http.id);
    model.select(socketSubject(ssh.id));
    assert.equal(told(), undefined);
  });

  it('tells once, and nothing where it is the same', () => {
    const { model, changes } = shop();
    model.select(socketSubject(http.id));
    model.select(socketSubject(http.id));
    assert.deepEqual(
      changes.map(({ selection }) => selection),
      [true],
    );
  });
});
