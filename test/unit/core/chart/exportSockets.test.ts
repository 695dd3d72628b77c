import assert from 'node:assert/strict';
import { exportSockets } from '../../../../src/core/chart/exportSockets';
import { snapshotDocument } from '../../../../src/core/documents/snapshotDocument';
import { english } from '../../../../src/core/text/translate';
import { aProcess, aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

describe('exported sockets', () => {
  const secret = aProcess({ command: ['node', 'server.js', '--token=abc', 'a "b", c'], name: 'node' });
  const formula = aProcess({ pid: 7, name: '=cmd|x', command: [], user: '@me', uid: 7 });
  const sockets = [aSocket({ exposure: 'everyone' }), aSocket({ inode: 9, owners: [7], uid: 7 })];
  const snapshot = aSnapshot(sockets, [secret, formula]);
  const exported = (format: 'text' | 'csv' | 'json'): string =>
    exportSockets(sockets, format, snapshot, english);

  it('as CSV are quoted where that is needed, masked, and never a formula', () => {
    assert.deepEqual(exported('csv').split('\r\n'), [
      'protocol,state,recv-q,send-q,local,remote,exposure,user,pid,process,origin,command',
      'tcp,LISTEN,0,511,127.0.0.1:3000,*,everyone,me,100,node server.js,,"node server.js --token=••• \'a ""b"", c\'"',
      "tcp,LISTEN,0,511,127.0.0.1:3000,*,this machine only,'@me,7,'=cmd|x,,[=cmd|x]",
      '',
    ]);
  });

  it('as text are columns, without those that nobody fills', () => {
    const [title, first] = exported('text').split('\n');
    assert.match(title ?? '', /^PROTOCOL {2}STATE {3}RECV-Q {2}SEND-Q {2}LOCAL {11}REMOTE /);
    assert.doesNotMatch(title ?? '', /ORIGIN|COMMAND/);
    assert.match(first ?? '', /^tcp {7}LISTEN {2}0 {7}511 {5}127\.0\.0\.1:3000 {2}\* /);
  });

  it('as JSON are the document that the command line prints', () => {
    assert.deepEqual(
      JSON.parse(exported('json')),
      JSON.parse(JSON.stringify(snapshotDocument(snapshot, { scope: 'all' }, english))),
    );
    assert.doesNotMatch(exported('json'), /abc/);
  });

  it('are those that were chosen, in their order', () => {
    const lines = exportSockets([...sockets].reverse(), 'csv', snapshot, english).split('\r\n');
    assert.match(lines[1] ?? '', /=cmd/);
    assert.equal(lines.length, 4);
  });
});
