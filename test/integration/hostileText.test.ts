import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { parseFilter } from '../../src/core/filter/filter';
import { english } from '../../src/core/text/translate';
import { socketTree } from '../../src/core/tree/socketTree';
import { tooltip } from '../../src/host/views/tooltip';
import { aProcess, aSnapshot, aSocket } from '../support/snapshots/snapshots';

const NAMES = ['[x](command:portolan.stop)', '<img src=x onerror=alert(1)>'];
/** What is left of each hostile text, however it is escaped. */
const MARKS = ['command:portolan.stop', 'onerror=alert'];

/** The links and the markup that VS Code's own renderer makes of Markdown. */
async function drawn(markdown: string): Promise<{ links: string[]; markup: string[] }> {
  const html = await vscode.commands.executeCommand<string>('markdown.api.render', markdown);
  return {
    links: [...html.matchAll(/<a\b[^>]*href="([^"]*)"/g)].map(([, href = '']) => href),
    markup: [...html.matchAll(/<(img|script|iframe|svg|span|h\d|table|li)\b/g)].map(([, tag = '']) => tag),
  };
}

describe('a process with a hostile name', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hostile-'));
  const children: ChildProcess[] = [];
  const launchJson = path.join(folder, '.vscode/launch.json');
  const ports: number[] = [];

  before(async () => {
    const script =
      "const s=require('net').createServer().listen(0,'127.0.0.1',()=>console.log(s.address().port))";
    for (const argv0 of NAMES) {
      const child = spawn(process.execPath, ['-e', script], {
        argv0,
        cwd: folder,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(child);
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      ports.push(Number(line.toString()));
    }
    fs.mkdirSync(path.dirname(launchJson));
    const configurations = ports.map((port) => ({
      type: 'node',
      request: 'attach',
      name: String(port),
      port,
    }));
    fs.writeFileSync(launchJson, JSON.stringify({ configurations }, undefined, 2));
  });
  after(() => {
    for (const child of children) child.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true });
  });

  it('is text in the tooltip, down to its folder and user', async () => {
    for (const name of NAMES) {
      const process = aProcess({ name, command: [name, name], cwd: `/${name}`, user: name });
      const snapshot = aSnapshot([aSocket()], [process]);
      const [node] = socketTree(
        snapshot,
        { grouping: 'flat', filter: parseFilter('', english), hide: [], isTrusted: true },
        english,
      ).roots;
      const { value, isTrusted, supportHtml } = tooltip(node!, snapshot);
      assert.ok(!isTrusted && !supportHtml);
      assert.deepEqual(await drawn(value), { links: [], markup: [] });
    }
  });

  it('is text in the hover, whose links look and ask but never stop', async () => {
    const document = await vscode.workspace.openTextDocument(launchJson);
    for (const [index, port] of ports.entries()) {
      const position = document.positionAt(document.getText().indexOf(`"port": ${port}`) + 9);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      const ours = hovers
        .flatMap(({ contents }) => contents)
        .filter((each): each is vscode.MarkdownString => each instanceof vscode.MarkdownString)
        .find(({ value }) => value.includes('portolan.inspect'));
      assert.ok(ours, 'there is a hover');
      assert.ok(
        typeof ours.isTrusted === 'object' && !ours.isTrusted.enabledCommands.includes('portolan.stop'),
      );
      const commands = [...ours.isTrusted.enabledCommands];
      const { links, markup } = await drawn(ours.value);
      assert.ok(links.length >= 2, 'it links to what can be done');
      for (const link of links)
        assert.ok(
          commands.some((command) => link.startsWith(`command:${command}?`)),
          link,
        );
      assert.deepEqual(markup, []);
      assert.ok(ours.value.includes(MARKS[index]!), 'it names the process');
    }
  });

  it('is text in the answer', async () => {
    for (const [index, port] of ports.entries()) {
      const { answer } = await vscode.commands.executeCommand<{ answer: { sentence: string } }>(
        'portolan.whoOwnsPort',
        port,
      );
      assert.ok(answer.sentence.startsWith(NAMES[index]!), answer.sentence);
    }
  });
});
