import assert from 'node:assert/strict';
import { hides, parseHideRule, portRule, processRule } from '../../../../src/core/listing/hideRules';
import { aProcess, aSocket } from '../../../support/snapshots/snapshots';

describe('hide rules', () => {
  const udp = aSocket({
    protocol: 'udp',
    type: 'dgram',
    state: 'UNCONN',
    local: { address: '0.0.0.0', port: 5353 },
  });
  const unix = aSocket({ protocol: 'unix', local: { path: '/run/x.sock' } });
  const node = aProcess();
  const cases: [rule: string, socket: ReturnType<typeof aSocket>, hidden: boolean][] = [
    ['3000', aSocket(), true],
    ['3000/tcp', aSocket(), true],
    ['3000/udp', aSocket(), false],
    ['5353', udp, true],
    ['5353/udp', udp, true],
    ['5353/tcp', udp, false],
    ['2999-3001', aSocket(), true],
    ['3001-4000', aSocket(), false],
    ['0-65535', unix, false],
    ['process:node', unix, true],
    ['process:node server.js', aSocket(), true],
    ['process:nod', aSocket(), false],
  ];
  for (const [rule, socket, hidden] of cases) {
    it(`${rule} ${hidden ? 'hides' : 'leaves'} ${socket.protocol} ${JSON.stringify(socket.local)}`, () => {
      assert.equal(hides(parseHideRule(rule)!, socket, node), hidden);
    });
  }

  it('leaves a socket whose process cannot be seen to a rule about processes', () => {
    assert.equal(hides({ kind: 'process', name: 'node' }, aSocket(), undefined), false);
  });

  for (const text of ['', 'process:', 'process: ', '3000/sctp', 'x', '300000', '-1', '3000-', 'node']) {
    it(`does not understand “${text}”`, () => {
      assert.equal(parseHideRule(text), undefined);
    });
  }

  it('writes rules that hide what they were made from', () => {
    assert.equal(portRule(3000, 'tcp'), '3000');
    assert.ok(hides(parseHideRule(portRule(5353, 'udp'))!, udp, undefined));
    assert.ok(hides(parseHideRule(processRule(node))!, aSocket(), node));
  });
});
