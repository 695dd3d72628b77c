import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseContainer, parseInspection } from '../../../../src/platform/containers/parseContainers';

const ID = '4c01db0b339c4c01db0b339c4c01db0b339c4c01db0b339c4c01db0b339c4c01';

describe('parseContainer', () => {
  it('reads what an engine lists', () => {
    assert.deepEqual(
      [
        {
          Id: ID,
          Names: ['/shop-db-1'],
          Image: 'postgres:16',
          State: 'running',
          Labels: {
            'com.docker.compose.project': 'shop',
            'com.docker.compose.service': 'db',
            'com.docker.compose.project.working_dir': '/srv/shop',
            'com.docker.compose.project.config_files': '/srv/shop/compose.yaml,/srv/shop/compose.dev.yaml',
          },
          Ports: [
            { IP: '0.0.0.0', PrivatePort: 5432, PublicPort: 15432, Type: 'tcp' },
            { IP: '::', PrivatePort: 5432, PublicPort: 15432, Type: 'tcp' },
            { PrivatePort: 5433, Type: 'tcp' },
            { IP: '127.0.0.1', PrivatePort: 53, PublicPort: 5353, Type: 'udp' },
            { IP: '0.0.0.0', PrivatePort: 9899, PublicPort: 9899, Type: 'sctp' },
          ],
        },
      ].flatMap(parseContainer),
      [
        {
          id: ID,
          name: 'shop-db-1',
          image: 'postgres:16',
          state: 'running',
          project: 'shop',
          service: 'db',
          workingDir: '/srv/shop',
          configFiles: ['/srv/shop/compose.yaml', '/srv/shop/compose.dev.yaml'],
          ports: [
            { hostAddress: '0.0.0.0', hostPort: 15432, containerPort: 5432, protocol: 'tcp' },
            { hostAddress: '::', hostPort: 15432, containerPort: 5432, protocol: 'tcp' },
            { hostAddress: '127.0.0.1', hostPort: 5353, containerPort: 53, protocol: 'udp' },
          ],
        },
      ],
    );
  });

  it('leaves out what has no id that may be put into a path', () => {
    for (const Id of [undefined, '', '../../images', 'ABC', `${ID}0`, 7])
      assert.deepEqual(parseContainer({ Id, Names: ['/x'] }), []);
  });

  it('makes do with an id alone', () => {
    const [container] = parseContainer({ Id: ID });
    assert.equal(container?.name, ID.slice(0, 12));
    assert.deepEqual(container.ports, []);
  });

  it('survives anything else', () => {
    fc.assert(
      fc.property(fc.anything(), (answer) => {
        assert.ok(Array.isArray(parseContainer(answer)));
        parseInspection(answer);
      }),
    );
    const entry = fc.record(
      { Id: fc.constant(ID), Names: fc.anything(), Labels: fc.anything(), Ports: fc.array(fc.anything()) },
      { requiredKeys: ['Id'] },
    );
    fc.assert(
      fc.property(fc.array(entry), (answer) => {
        const containers = answer.flatMap(parseContainer);
        assert.equal(containers.length, answer.length);
        for (const { ports } of containers)
          for (const { hostPort } of ports) assert.ok(hostPort > 0 && hostPort < 65536);
      }),
    );
  });
});

describe('parseInspection', () => {
  it('reads the first process and the restart policy', () => {
    const answer = { State: { Pid: 81243 }, HostConfig: { RestartPolicy: { Name: 'always' } } };
    assert.deepEqual(parseInspection(answer), { pid: 81243, restartPolicy: 'always' });
  });

  it('takes pid 0 for not running, and an empty policy for none', () => {
    const answer = { State: { Pid: 0 }, HostConfig: { RestartPolicy: { Name: '' } } };
    assert.deepEqual(parseInspection(answer), { pid: null, restartPolicy: 'no' });
  });
});
