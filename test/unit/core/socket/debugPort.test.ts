import assert from 'node:assert/strict';
import { isDebugPort } from '../../../../src/core/socket/debugPort';
import { aProcess, aSocket } from '../../../support/snapshots/snapshots';

const at = (port: number) => aSocket({ local: { address: '127.0.0.1', port } });
const isDebug = (port: number, command: string) =>
  isDebugPort(at(port), aProcess({ command: command.split(' ') }));

describe('isDebugPort', () => {
  it('knows the ports that a command line gives to a debugger', () => {
    const cases: [number, string][] = [
      [9229, 'node --inspect server.js'],
      [9229, 'node --inspect-brk server.js'],
      [9230, 'node --inspect=9230 server.js'],
      [9230, 'node --inspect=127.0.0.1:9230 server.js'],
      [9230, 'node --inspect-brk=[::1]:9230 server.js'],
      [9231, 'node --inspect-port=9231 worker.js'],
      [9231, 'node --inspect-port 9231 worker.js'],
      [9222, 'chrome --remote-debugging-port=9222'],
      [5678, 'python -m debugpy --listen 5678 app.py'],
      [5679, 'python -m debugpy --listen 0.0.0.0:5679 --wait-for-client app.py'],
      [41234, 'python /h/debugpy/adapter --for-server 9'],
      [5005, 'java -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5005 -jar a.jar'],
      [5005, 'java -agentlib:jdwp=server=y,address=5005,transport=dt_socket -jar a.jar'],
      [5006, 'java -Xrunjdwp:transport=dt_socket,address=localhost:5006 A'],
      [2345, 'dlv dap --listen=127.0.0.1:2345'],
      [1234, 'gdbserver :1234 ./a'],
      [40000, 'node --inspect=0 server.js'],
    ];
    for (const [port, command] of cases) assert.equal(isDebug(port, command), true, command);
  });

  it('leaves the same processes’ other ports alone', () => {
    const cases: [number, string][] = [
      [3000, 'node --inspect server.js'],
      [3000, 'node --inspect=9230 --port 3000 server.js'],
      [3000, 'node --inspect=0 server.js'],
      [8080, 'java -agentlib:jdwp=server=y,address=*:5005 -jar a.jar --port=8080'],
      [8000, 'python -m debugpy --listen 5678 app.py'],
      [5678, 'node n8n start'],
      [9229, 'nginx'],
      [80, 'x --inspect-extensions'],
    ];
    for (const [port, command] of cases) assert.equal(isDebug(port, command), false, command);
  });

  it('takes 9229 for the inspector of a node that says nothing, or that cannot be seen', () => {
    assert.equal(isDebug(9229, 'node server.js'), true);
    assert.equal(isDebugPort(at(9229), undefined), true);
    assert.equal(isDebugPort(at(9230), undefined), false);
  });

  it('is said of TCP listeners only', () => {
    const node = aProcess({ command: ['node', '--inspect', 'x.js'] });
    assert.equal(isDebugPort({ ...at(9229), state: 'ESTABLISHED' }, node), false);
    assert.equal(isDebugPort({ ...at(9229), protocol: 'udp', state: 'UNCONN' }, node), false);
  });
});
