import assert from 'node:assert/strict';
import { literalLabel, literalMarkdown, literalMessage } from '../../../src/host/literalText';

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

  it('is no link in Markdown, where appendText leaves what is one without brackets', () => {
    // CommonMark's autolinks, and those of GitHub's extension (`marked`, as VS Code uses it).
    const AUTOLINK =
      /<[a-z][a-z\d+.-]{1,31}:[^\s<>]*>|<[\w.+-]+@[\w.-]+>|\b(?:https?|ftp):\/\/|\bwww\.|[\w.+-]+@[\w-]+\.\w/i;
    for (const text of [
      '<command:workbench.action.quit?%22x%22>',
      '<x@example.org>',
      'https://example.org/',
      'WWW.example.org',
      'me@example.org',
      'file:///etc/passwd',
    ]) {
      const drawn = literalMarkdown(text);
      assert.doesNotMatch(drawn, AUTOLINK, text);
      assert.doesNotMatch(drawn, /:\/\//, text);
      // Nothing that is seen is lost.
      assert.equal(drawn.replace(/[\u2060\u200b]/g, ''), text);
    }
    assert.match('<command:x>', AUTOLINK);
    assert.equal(literalMarkdown('a < b, 127.0.0.1:3000'), 'a \u200b< \u200bb, \u200b127.0.0.1:3000');
  });
});
