import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserNames } from '../../../../src/platform/linux/userNames';

const JO = 61234;
const UNKNOWN = 61235;

describe('UserNames', () => {
  let folder: string;
  let file: string;
  let asked: (readonly number[])[];
  const service = (uids: readonly number[]): Promise<string> => {
    asked.push(uids);
    return Promise.resolve(`jo.doe:x:${JO}:${JO}:Jo:/tmp:/bin/sh\nmallory:x:0:0::/:/bin/sh\n`);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'passwd-'));
    file = join(folder, 'passwd');
    writeFileSync(file, 'root:x:0:0:root:/root:/bin/sh\n');
    asked = [];
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('asks the name service for those only that the file does not have, each once in a while', async () => {
    let now = 0;
    const users = new UserNames({ file, ask: service, now: () => now });
    assert.equal(users.nameOf(JO), null);
    assert.deepEqual(asked, [], 'a name alone asks nobody');
    await users.learn([0, JO, UNKNOWN, JO]);
    assert.deepEqual(asked, [[JO, UNKNOWN]]);
    assert.deepEqual(
      [0, JO, UNKNOWN].map((uid) => users.nameOf(uid)),
      ['root', 'jo.doe', null],
    );
    await users.learn([0, JO, UNKNOWN]);
    now += 599_999;
    await users.learn([JO, UNKNOWN]);
    assert.equal(asked.length, 1);
    now += 1;
    await users.learn([JO, UNKNOWN]);
    assert.deepEqual(asked.slice(1), [[UNKNOWN]]);
  });

  it('lets the file say first, and takes no name for a number that it did not ask for', async () => {
    const users = new UserNames({ file, ask: service });
    await users.learn([UNKNOWN]);
    assert.deepEqual(
      [0, JO, UNKNOWN].map((uid) => users.nameOf(uid)),
      ['root', null, null],
    );
    assert.equal(users.learned, 0);
  });

  it('does not wait for a service that hangs, asks it nothing more, and takes an answer that comes late', async () => {
    let answer: (text: string) => void = () => undefined;
    const ask = (uids: readonly number[]): Promise<string> => {
      asked.push(uids);
      return new Promise((resolve) => (answer = resolve));
    };
    const users = new UserNames({ file, ask, waitMs: 0 });
    await users.learn([JO]);
    assert.equal(users.nameOf(JO), null);
    await users.learn([UNKNOWN]);
    assert.deepEqual(asked, [[JO]]);
    answer(`jo.doe:x:${JO}:${JO}::/:/bin/sh\n`);
    await Promise.resolve();
    await Promise.resolve();
    assert.equal(users.nameOf(JO), 'jo.doe');
    await users.learn([UNKNOWN]);
    assert.deepEqual(asked, [[JO], [UNKNOWN]]);
  });

  it('asks for few numbers at once', async () => {
    const users = new UserNames({ file, ask: service });
    await users.learn(Array.from({ length: 40 }, (_, at) => 70_000 + at));
    assert.deepEqual(
      asked.map(({ length }) => length),
      [32],
    );
  });
});
