import assert from 'node:assert/strict';
import { mainWorktree, parseGitFile, parseHead } from '../../../../src/core/origins/gitHead';

describe('HEAD of a Git repository', () => {
  it('names the branch, or the commit where none is checked out', () => {
    assert.equal(parseHead('ref: refs/heads/main\n'), 'main');
    assert.equal(parseHead('ref: refs/heads/feature/x#1'), 'feature/x#1');
    assert.equal(parseHead('ref: refs/remotes/origin/x\n'), 'remotes/origin/x');
    assert.equal(parseHead(`${'0123456789'.repeat(4)}\n`), '0123456');
    assert.equal(parseHead(`${'a'.repeat(64)}\n`), 'aaaaaaa');
    assert.equal(parseHead(''), undefined);
    assert.equal(parseHead('<html>'), undefined);
  });

  it('is found through the file that a linked worktree has', () => {
    const directory = parseGitFile('gitdir: /home/me/shop/.git/worktrees/fix\n');
    assert.equal(directory, '/home/me/shop/.git/worktrees/fix');
    assert.equal(mainWorktree(directory), '/home/me/shop');
    assert.equal(parseGitFile('gitdir: ../.git/modules/lib'), '../.git/modules/lib');
    assert.equal(mainWorktree('../.git/modules/lib'), undefined);
    assert.equal(parseGitFile('nothing'), undefined);
  });
});
