import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** What others build on: identifiers, settings and what activate() returns do not change. */
const COMMANDS = [
  'whoOwnsPort',
  'whoOwnedPort',
  'stop',
  'inspect',
  'openInBrowser',
  'reveal',
  'copyAddress',
  'copyUrl',
  'copyPid',
  'copyCommand',
  'refresh',
  'pause',
  'openChart',
];
const SETTINGS = ['interval', 'confirmStop', 'hide', 'badge'];

interface Manifest {
  readonly extensionKind: string[];
  readonly activationEvents: string[];
  readonly engines: { vscode: string };
  readonly contributes: {
    readonly commands: { command: string; title: string; category: string }[];
    readonly configuration: { properties: Record<string, unknown> };
    readonly views: Record<string, { id: string }[]>;
  };
}

describe('the extension in its host', () => {
  const extension = vscode.extensions.getExtension<unknown>('portolan.portolan')!;
  const manifest = extension.packageJSON as Manifest;

  it('activates', async () => {
    await extension.activate();
    assert.ok(extension.isActive);
  });

  it('says how long that took', () => {
    const [load, activate] = ['LoadExtensionCode', 'ActivateExtension'].map((act) => {
      const [begin, end] = ['will', 'did'].map((when) => hostMark(`${when}${act}`));
      return end! - begin!;
    });
    console.log(`[test]      loaded in ${load!} ms, activated in ${activate!} ms, measured by VS Code`);
    assert.ok(load! >= 0 && activate! >= 0);
  });

  it('runs where the processes run, and starts only once VS Code has', () => {
    assert.deepEqual(manifest.extensionKind, ['workspace']);
    assert.ok(manifest.activationEvents.includes('onStartupFinished'));
    assert.ok(!manifest.activationEvents.includes('*'));
    assert.equal(manifest.engines.vscode, '^1.100.0');
  });

  it('has its commands', async () => {
    const all = await vscode.commands.getCommands(true);
    const missing = COMMANDS.map((name) => `portolan.${name}`).filter((id) => !all.includes(id));
    assert.deepEqual(missing, []);
  });

  it('registers every command that its manifest names, each in the category Portolan, titles translated', async () => {
    const all = await vscode.commands.getCommands(true);
    for (const { command, category, title } of manifest.contributes.commands) {
      assert.ok(all.includes(command), command);
      assert.equal(category, 'Portolan');
      assert.doesNotMatch(title, /^%/);
    }
  });

  it('has its view and its settings', () => {
    const views = Object.entries(manifest.contributes.views).flatMap(([container, contributed]) =>
      contributed.map(({ id }) => [container, id]),
    );
    assert.deepEqual(views, [['portolan', 'portolan.sockets']]);
    const settings = Object.keys(manifest.contributes.configuration.properties);
    assert.deepEqual(
      SETTINGS.map((name) => `portolan.${name}`).filter((id) => !settings.includes(id)),
      [],
    );
  });
});

/** VS Code's own measurements (src/vs/base/common/performance.ts), which it leaves on the global object; whole ms. */
const { MonacoPerformanceMarks: marks } = globalThis as unknown as {
  MonacoPerformanceMarks: { getMarks(): { name: string; startTime: number }[] };
};

/** When the extension host did something with us (extHostExtensionService.ts), in ms. */
function hostMark(act: string): number {
  const name = `code/extHost/${act}/portolan.portolan`;
  const mark = marks.getMarks().find((each) => each.name === name);
  assert.ok(mark, name);
  return mark.startTime;
}
