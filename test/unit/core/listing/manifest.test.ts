import assert from 'node:assert/strict';
import manifest from '../../../../package.json';
import texts from '../../../../package.nls.json';
import { contributions, titles } from '../../../../scripts/contributions';

// What `npm run manifest` writes. A table that was changed without it fails here.
describe('package.json', () => {
  const { commands, menus, keybindings } = contributions();

  it('has the commands and keys of the tables in core/listing', () => {
    assert.deepEqual(manifest.contributes.commands, commands);
    assert.deepEqual(manifest.contributes.keybindings, keybindings);
  });

  it('has their menus', () => {
    assert.deepEqual(manifest.contributes.menus, menus);
  });

  it('has their titles, and no other', () => {
    const kept = Object.entries(texts).filter(([key]) => key.startsWith('command.'));
    assert.deepEqual(Object.fromEntries(kept), titles());
  });
});
