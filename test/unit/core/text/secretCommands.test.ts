import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, maskSecrets } from '../../../../src/core/text/maskSecrets';
import { aProcess } from '../../../support/snapshots/snapshots';

const SECRET = 'Hunter2Zx9Qw';

/** One command a line: blanks part its arguments, `«…»` holds one together, `S` is the secret, `#` begins a remark. */
function commandsOf(file: string): string[][] {
  return readFileSync(join(__dirname, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# '))
    .map((line) =>
      [...line.matchAll(/«([^»]*)»|(\S+)/g)].map(([, held, word]) =>
        (held ?? word ?? '').replaceAll('\\n', '\n').replace(/(?<![A-Z_])S(?![A-Za-z_])/g, SECRET),
      ),
    );
}

const secret = commandsOf('secretCommands.txt');
const harmless = commandsOf('harmlessCommands.txt').filter((command) => !command.join(' ').includes(SECRET));
const shown = (command: readonly string[]): boolean =>
  [...maskSecrets(command), commandLine(aProcess({ command: [...command] }))].some((text) =>
    text.includes(SECRET),
  );
const changed = (command: readonly string[]): boolean =>
  maskSecrets(command).join('\0') !== command.join('\0');

const leaks = secret.filter(shown);
const masked = harmless.filter(changed);
const kept = secret.length - leaks.length;
const recall = ((100 * kept) / secret.length).toFixed(1);
const precision = ((100 * kept) / (kept + masked.length)).toFixed(1);

describe(`maskSecrets on whole commands: recall ${recall} %, precision ${precision} %`, () => {
  it(`shows no secret of ${secret.length} commands and variables`, () => {
    assert.ok(secret.length >= 250);
    assert.ok(secret.every((command) => command.join(' ').includes(SECRET)));
    assert.deepEqual(leaks, []);
  });

  it(`leaves ${harmless.length} harmless ones as they are`, () => {
    assert.ok(harmless.length >= 250);
    assert.deepEqual(
      masked.map((command) => maskSecrets(command).join(' ')),
      [],
    );
  });

  it('hides no more of a command than its secret', () => {
    assert.deepEqual(maskSecrets(['mysql', `-p${SECRET}`, 'shop']), ['mysql', '-p•••', 'shop']);
    assert.deepEqual(maskSecrets(['sudo', '-E', 'mysql', '-p', 'shop']), [
      'sudo',
      '-E',
      'mysql',
      '-p',
      'shop',
    ]);
    assert.deepEqual(maskSecrets(['git', 'clone', `https://me:${SECRET}@h/a`, 'b']), [
      'git',
      'clone',
      'https://me:•••@h/a',
      'b',
    ]);
    assert.deepEqual(maskSecrets(['sh', '-c', `mysql -p${SECRET} shop; docker run -p 8080:80 x`]), [
      'sh',
      '-c',
      'mysql -p••• shop; docker run -p 8080:80 x',
    ]);
  });

  it('knows services’ own keys wherever they stand', () => {
    // In pieces, so that nobody's scanner takes these for real ones.
    const tail = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8';
    const begins = (
      'ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- glrt- xoxb- xoxp- xoxs- xoxe. xapp- sk_live_ sk_test_ rk_live_ rk_test_ ' +
      'whsec_ sk-ant- sk-proj- sk- AIza ya29. GOCSPX- hvs. hf_ npm_ pypi- dop_v1_ SG. shpat_ lin_api_ dckr_pat_ tskey- ' +
      'AGE-SECRET-KEY- dapi sntrys_ figd_'
    ).split(' ');
    for (const begin of begins) {
      for (const text of [`${begin}${tail}`, `https://h/x/${begin}${tail}/y`, `run "${begin}${tail}"`]) {
        assert.ok(!maskSecrets(['x', text]).join(' ').includes(tail), text);
      }
    }
    assert.deepEqual(maskSecrets(['x', ['-----BEGIN PGP PRIVATE', 'KEY BLOCK-----\nhunter2'].join(' ')]), [
      'x',
      '•••',
    ]);
  });
});
