import { launchName } from '../launch/launchName';
import { executablePath, type Process } from '../snapshot/process';
import { maskSecrets } from '../text/maskSecrets';
import { baseName } from '../text/paths';
import { deepestFolder, type OriginRule } from './originRule';

/** A terminal's shell and what it started. */
export const terminalOrigin: OriginRule = (chain, { workspace, t }) => {
  for (const [generations, shell] of chain.entries()) {
    const found = workspace.terminals.find((candidate) => candidate.pid === shell.pid);
    if (!found) continue;
    const command = found.command === null ? '' : (maskSecrets([found.command])[0] ?? '').trim();
    const name = terminalName(found.name, command, chain[generations - 1], shell);
    return {
      kind: 'terminal',
      id: `terminal:${found.id}`,
      name,
      folder: deepestFolder([chain[0]?.cwd ?? null], workspace) ?? deepestFolder([shell.cwd], workspace),
      evidence: [
        generations === 0
          ? t('Process {0} is this terminal’s shell.', shell.pid)
          : t('Process {0}, this terminal’s shell, started it.', shell.pid),
        ...(command === '' ? [] : [t('The terminal runs “{0}”.', command)]),
      ],
      ...(command === '' || command === name ? {} : { detail: command }),
    };
  }
  return undefined;
};

/** VS Code names a terminal after its foreground process unless somebody named it: then the command line says more. */
function terminalName(name: string, command: string, job: Process | undefined, shell: Process): string {
  const processNames = [shell.name, baseName(executablePath(shell) ?? ''), job?.name ?? ''];
  if (name !== '' && !processNames.includes(name)) return name;
  if (command !== '') return command;
  return job ? launchName(job) : name || shell.name;
}
