import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository } from '../vscode/repository';
import { commentsOf, projectFiles, textOf } from './projectFiles';

/** Where a page means a path to begin, besides the project's root. */
const BASES = ['', 'src', 'src/core', 'src/platform', 'docs', 'test'];

/** Built, installed or written by a run: named by pages, and not in a clone. */
const MADE = /^(dist|out|node_modules|\.vscode-dev|test\/screenshots)\b|\.vsix$/;

/** Rooms of the house that may stand empty: nothing is in them yet. */
const ROOMS = (JSON.parse(textOf('house.json')) as readonly { readonly paths: readonly string[] }[]).flatMap(
  ({ paths }) => paths,
);

/** `core/socket/socket.ts`, `media/`, `.ci/run`: what a page shows as code and is a path of this project. `LANGUAGE` is any. */
const isPath = (code: string): boolean =>
  /^[\w.-]+(\/[\w.*-]+)*\/?$/.test(code) &&
  !code.includes('LANGUAGE') &&
  (/\.(ts|mjs|cjs|js|json|md|css)$/.test(code) || code.includes('/'));

function exists(path: string): boolean {
  const whole = join(repository, path);
  if (!path.includes('*')) return existsSync(whole);
  const folder = dirname(whole);
  const pattern = new RegExp(
    `^${path
      .slice(path.lastIndexOf('/') + 1)
      .replaceAll('.', '\\.')
      .replaceAll('*', '.*')}$`,
  );
  return existsSync(folder) && readdirSync(folder).some((name) => pattern.test(name));
}

/** Paths that a page names and that are nowhere. */
const missing = (page: string, text: string): string[] => {
  const code = [...text.matchAll(/`([^`\n]+)`/g)].map(([, inside]) => inside ?? '').filter(isPath);
  const linked = [...text.matchAll(/\]\(([^):#]+)(?:#[^)]*)?\)/g)].map(([, target]) =>
    join(dirname(page), target ?? ''),
  );
  return [
    ...code.filter(
      (path) => !MADE.test(path) && !ROOMS.includes(path) && !BASES.some((base) => exists(join(base, path))),
    ),
    ...linked.filter((path) => !exists(path)),
  ].map((path) => `${page} names ${path}`);
};

describe('pages', () => {
  const pages = projectFiles(['.md']).filter(
    (page) => page !== 'CHANGELOG.md' && !page.startsWith('samples/'),
  );
  const { scripts } = JSON.parse(textOf('package.json')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };

  it('name files that are there', () => {
    assert.deepEqual(
      pages.flatMap((page) => missing(page, textOf(page))),
      [],
    );
  });

  it('name scripts of package.json', () => {
    const named = pages.flatMap((page) =>
      [...textOf(page).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script = '']) => ({ page, script })),
    );
    assert.ok(named.length > 10);
    assert.deepEqual(
      named.filter(({ script }) => !Object.hasOwn(scripts, script)),
      [],
    );
  });

  it('finds what is not there', () => {
    const page =
      'See `core/nowhere.ts`, `src/*.nothing`, [a page](docs/none.md), `core/socket/socket.ts` and `a < b`.';
    assert.deepEqual(missing('README.md', page), [
      'README.md names core/nowhere.ts',
      'README.md names src/*.nothing',
      'README.md names docs/none.md',
    ]);
  });
});

describe('comments that cite pages', () => {
  const comments = projectFiles(['.ts', '.mjs', '.js', '.cjs']).flatMap((file) =>
    commentsOf(file, textOf(file)),
  );
  const pitfalls = [...textOf('docs/linux-pitfalls.md').matchAll(/^(\d+)\. \*\*/gm)].map(([, number]) =>
    Number(number),
  );

  it('cite pages that a clone has', () => {
    const cited = comments.flatMap(({ file, line, words }) =>
      [...words.matchAll(/(?<![\w./-])[\w./-]+\.md\b/g)].map(([page]) => ({
        page,
        where: `${file}:${line}`,
      })),
    );
    assert.ok(cited.length > 5);
    assert.deepEqual(
      cited.filter(({ page }) => !BASES.some((base) => exists(join(base, page)))),
      [],
    );
  });

  it('cite no page by another name, and no section but of an RFC', () => {
    const cited = comments.filter(
      ({ words }) => /\bDESIGN\b/.test(words) || (words.includes('§') && !/\bRFC \d/.test(words)),
    );
    assert.deepEqual(
      cited.map(({ file, line }) => `${file}:${line}`),
      [],
    );
  });

  it('cite pitfalls that are numbered from 1 without a gap, each file saying where they are', () => {
    assert.deepEqual(
      pitfalls,
      pitfalls.map((_, index) => index + 1),
    );
    for (const file of projectFiles(['.ts']).filter((each) => each !== 'test/unit/pages.test.ts')) {
      const text = textOf(file);
      const cited = [...text.matchAll(/\bpitfalls? (\d+(?:, \d+)*)/g)].flatMap(([, list = '']) =>
        list.split(', ').map(Number),
      );
      if (cited.length === 0) continue;
      assert.ok(text.includes('docs/linux-pitfalls.md'), `${file} does not say where the pitfalls are`);
      assert.deepEqual(
        cited.filter((number) => !pitfalls.includes(number)),
        [],
        file,
      );
    }
  });
});
