import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, parseCommand, UsageError } from './cli/arguments';
import { EXIT, type ExitCode, withoutAnswer } from './cli/exitCode';
import { HELP } from './cli/help';
import { ls } from './cli/ls';
import { writeFailure } from './cli/output';
import type { Session } from './cli/session';
import { stop } from './cli/stop';
import { processTerminal, type Terminal } from './cli/terminal';
import { watch } from './cli/watch';
import { who } from './cli/who';
import { joinSnapshot } from './core/snapshot/joinSnapshot';
import { NO_WORKSPACE } from './core/snapshot/workspace';
import { oneLine } from './core/text/oneLine';
import { reasonOf } from './core/text/reasonOf';
import { english } from './core/text/translate';
import { querySettler } from './core/who/settleQuery';
import { ContainerEngines } from './platform/containers/containerEngines';
import type { OperatingSystem } from './platform/operatingSystem';
import type { Probe } from './platform/probe';
import { systemFor } from './platform/system';

/** The package's own version; its manifest lies one folder above, in the sources and in the bundle alike. */
function version(): string {
  const manifest = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

async function run(command: Command, terminal: Terminal): Promise<ExitCode> {
  if (command.name === 'help') {
    terminal.print(HELP.trimEnd());
    return EXIT.done;
  }
  if (command.name === 'version') {
    terminal.print(version());
    return EXIT.done;
  }
  const system = systemFor();
  const probe = system.probe();
  try {
    return await look(command, terminal, system, probe);
  } finally {
    probe.dispose();
  }
}

async function look(
  command: Exclude<Command, { name: 'help' | 'version' }>,
  terminal: Terminal,
  system: OperatingSystem,
  probe: Probe,
): Promise<ExitCode> {
  const engines = new ContainerEngines();
  let asked: Promise<unknown> | undefined;
  const session: Session = {
    terminal,
    t: english,
    system,
    engines,
    settle: querySettler(system.ask),
    look: async (scope) => {
      await (asked ??= engines.refresh());
      const reading = await probe.read(scope, { askNames: true });
      const workspace = { ...NO_WORKSPACE, containers: engines.current(), gaps: engines.gaps() };
      return joinSnapshot(reading, workspace, english);
    },
  };
  switch (command.name) {
    case 'ls':
      return await ls(command, session);
    case 'who':
      return await who(command.query, command.json, session);
    case 'watch':
      return await watch(command.json, probe, session);
    case 'stop':
      return await stop(command, session);
  }
}

async function main(): Promise<void> {
  const terminal = processTerminal();
  try {
    const exit = await run(parseCommand(process.argv.slice(2)), terminal);
    const failure = await writeFailure(process.stdout, terminal.output);
    if (failure !== undefined)
      terminal.note(`Portolan could not write its answer: ${oneLine(reasonOf(failure), 500)}`);
    process.exitCode = failure === undefined ? exit : withoutAnswer(exit);
  } catch (error) {
    const usage = error instanceof UsageError;
    const reason = oneLine(reasonOf(error), 500);
    terminal.note(usage ? `${reason} (portolan --help tells more)` : `Portolan could not look: ${reason}`);
    process.exitCode = usage ? EXIT.usage : EXIT.couldNotLook;
  }
}

void main();
