import assert from 'node:assert/strict';
import type { OriginKind } from '../../../../src/core/origins/origin';
import type { Gap } from '../../../../src/core/snapshot/reading';
import { STATES } from '../../../../src/core/socket/socket';
import { wellKnownPort } from '../../../../src/core/socket/wellKnownPorts';
import {
  describeAge,
  describeCost,
  describeExposure,
  describeGap,
  describeHolder,
  describeMachine,
  describeOrigin,
  describeState,
} from '../../../../src/core/text/describe';
import { oneLine } from '../../../../src/core/text/oneLine';
import { english as t } from '../../../../src/core/text/translate';
import { aProcess, aSocket } from '../../../support/snapshots/snapshots';

describe('describe', () => {
  it('says an age in whole units', () => {
    const ages = [
      -5, 0, 8_999, 59_999, 60_000, 1_860_000, 3_599_999, 3_600_000, 86_399_999, 86_400_000, 259_200_000,
    ];
    assert.deepEqual(
      ages.map((ms) => describeAge(ms, t)),
      ['0 s', '0 s', '8 s', '59 s', '1 min', '31 min', '59 min', '1 h', '23 h', '1 d', '3 d'],
    );
  });

  it('says where a process came from', () => {
    const labels: Record<OriginKind, string> = {
      container: 'Container web',
      debug: 'Debug session web',
      task: 'Task web',
      terminal: 'Terminal web',
      vscode: 'VS Code: web',
      window: 'Another VS Code window: web',
      orphan: 'Left over from web',
      folder: 'Folder web',
      service: 'Service web',
      unclear: 'Unclear: web',
    };
    for (const [kind, label] of Object.entries(labels)) {
      assert.equal(
        describeOrigin({ kind: kind as OriginKind, id: '', name: 'web', folder: null, evidence: [] }, t),
        label,
      );
    }
    assert.equal(describeOrigin(null, t), 'Not started here');
  });

  it('says what could not be seen, one and many', () => {
    const gap = (given: Partial<Gap>) =>
      describeGap({ kind: 'permission', subject: 'owners', count: 3, ...given }, t);
    assert.equal(gap({}), '3 sockets belong to processes of other users');
    assert.equal(gap({ count: 1 }), '1 socket belongs to a process of another user');
    assert.match(gap({ count: 1, detail: 'own' }), /^The kernel hides who holds 1 of your own sockets: /);
    assert.equal(gap({ kind: 'hidden' }), '3 sockets belong to processes that are hidden from this user');
    assert.equal(gap({ subject: 'processes' }), '3 processes of other users may not be looked into');
    assert.equal(
      gap({ subject: 'processes', kind: 'hidden', count: 0 }),
      'Processes of other users are hidden on this system',
    );
    assert.equal(
      gap({ subject: 'namespaces', count: 1 }),
      '1 other network namespace, such as a container, could not be looked into',
    );
    assert.equal(
      gap({ subject: 'namespaces', kind: 'truncated', count: 1 }),
      'Listeners of 1 other network namespace, such as a container, are shown only among all sockets',
    );
    assert.equal(gap({ subject: 'table', detail: 'tcp6:\nEACCES' }), 'Could not be read: tcp6:\\nEACCES');
    assert.equal(
      gap({ subject: 'table', kind: 'unsupported', detail: 'udplite' }),
      'This system has no such table: udplite',
    );
    assert.equal(
      gap({ subject: 'table', kind: 'truncated', count: 1, detail: 'unix' }),
      '1 line of the table unix could not be understood',
    );
    assert.equal(
      gap({ count: 1, detail: 'root' }),
      '1 socket belongs to a process that even root may not look into here',
    );
    assert.equal(
      gap({ kind: 'hidden', count: 2, detail: 'pid namespace' }),
      '2 sockets belong to no process of this container, and may belong to some outside',
    );
    assert.equal(
      gap({ subject: 'system', kind: 'unsupported', detail: 'WSL1' }),
      'WSL 1 shows its sockets to nobody; WSL 2 does',
    );
    assert.equal(
      gap({ subject: 'system', kind: 'unsupported', detail: 'aix' }),
      'Portolan cannot see sockets on this system yet (aix)',
    );
  });

  it('explains every state, and tells connections from datagrams', () => {
    const texts = STATES.map((state) => describeState(state, 'tcp', t));
    assert.equal(new Set(texts).size, STATES.length - 1, 'both FIN_WAIT states are one to a beginner');
    assert.notEqual(describeState('ESTABLISHED', 'udp', t), describeState('ESTABLISHED', 'tcp', t));
    assert.notEqual(describeState('UNCONN', 'udp', t), describeState('UNCONN', 'unix', t));
  });

  it('says who reaches it, what holds it, how the machine was looked at', () => {
    assert.deepEqual(
      (['machine', 'network', 'everyone'] as const).map((exposure) => describeExposure(exposure, t)),
      ['this machine only', 'this network', 'everyone'],
    );
    const inspected = aProcess({ command: ['node', '--inspect', 'server.js'] });
    assert.equal(
      describeHolder(aSocket({ local: { address: '::1', port: 9229 } }), inspected, t),
      'debugger of node server.js',
    );
    assert.equal(describeHolder(aSocket(), inspected, t), 'node server.js');
    const machine = { hostname: 'box', platform: 'linux', uid: 0, netns: 1 };
    assert.equal(
      describeMachine({ ...machine, method: { tcp: 'proc', udp: 'proc', raw: 'none' } }, t),
      'box (Linux), read through /proc',
    );
    assert.equal(
      describeMachine({ ...machine, method: { tcp: 'sock_diag', raw: 'proc' } }, t),
      'box (Linux), read through sock_diag, /proc',
    );
    assert.equal(describeMachine({ ...machine, platform: 'win32', method: {} }, t), 'box (Windows)');
    assert.equal(describeCost({ cpuMs: 1.249, wallMs: 9 }, t), '1.2 ms of CPU');
  });
});

describe('oneLine', () => {
  it('cuts at the limit, and never through a character', () => {
    assert.equal(oneLine('abc', 3), 'abc');
    assert.equal(oneLine('abcd', 3), 'ab…');
    assert.equal(oneLine('a😀cd', 3), 'a…');
    assert.equal(oneLine('x'.repeat(1_000_000)).length, 200);
  });

  it('shows what cannot be seen', () => {
    assert.match(oneLine('a\nb'), /^a\\nb$/);
    assert.doesNotMatch(oneLine('\u001b[2J\u202e\u2028'), /[\p{Cc}\u202e\u2028]/u);
  });
});

describe('wellKnownPort', () => {
  it('names by port and protocol', () => {
    assert.equal(wellKnownPort(5432, 'tcp'), 'PostgreSQL');
    assert.equal(wellKnownPort(5432, 'udp'), undefined);
    assert.equal(wellKnownPort(5353, 'udp'), 'mDNS');
    assert.equal(wellKnownPort(5432, 'raw'), undefined);
    assert.equal(wellKnownPort(30001, 'tcp'), undefined);
  });
});
