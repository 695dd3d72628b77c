import assert from 'node:assert/strict';
import { literalLabel, literalMessage } from '../../../src/host/literalText';

/** What VS Code looks for (src/vs/base/common/linkedText.ts, src/vs/base/browser/ui/iconLabel/iconLabels.ts). */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
const ICON = /(\\)?\$\(([A-Za-z0-9-]+(?:~[A-Za-z]+)?)\)/g;

describe('hostile text', () => {
  it('is no link in a notification', () => {
    for (const text of [
      '[x](command:portolan.stop)',
      '[[x](command:portolan.stop)]',
      '[a](https://b.c "t")',
    ]) {
      assert.match(text, new RegExp(LINK.source, 'i'));
      assert.doesNotMatch(literalMessage(text), new RegExp(LINK.source, 'i'));
    }
    assert.equal(literalMessage('<img src=x onerror=alert(1)>'), '<img src=x onerror=alert(1)>');
  });

  it('is no icon in a pick', () => {
    const text = '$(trash) $(sync~spin) $() $(not an icon)';
    const unescaped = [...literalLabel(text).matchAll(ICON)].filter(([, escaped]) => escaped === undefined);
    assert.deepEqual(unescaped, []);
    // Drawn, the backslashes are gone again.
    assert.equal(
      literalLabel(text).replace(ICON, (icon, escaped: string | undefined) =>
        icon.slice(escaped?.length ?? 0),
      ),
      text,
    );
  });
});
