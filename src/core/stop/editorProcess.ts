import { ancestry, executablePath, type Process } from '../snapshot/process';
import { baseName } from '../text/paths';

/** The scripts of VS Code's server and of code-server, as their paths end; the folder before differs with every release. */
const SERVER_SCRIPT = /\/(?:out\/server-main|code-server\/out\/node\/entry)(?:\.js)?$/;

/** What they start their parts with, the extension host among them: `bootstrap-fork --type=extensionHost`. */
const PART_SCRIPT = /\/out\/bootstrap-fork(?:\.js)?$/;

/** Folders of an installation, as servers are unpacked by the editors that connect to them. */
const SERVER_FOLDER =
  /\/(?:\.?(?:vscode|vscodium|vscode-oss|cursor|windsurf|positron|trae|kiro|antigravity)-server(?:-\w+)?|code-server|openvscode-server(?:-[\w.-]+)?|\.vscode-remote|vscode\/bin|lib\/vscode)\//;

/** What runs the scripts: Node.js under its names, or Electron. */
const RUNTIME = /^(?:node(?:js)?[\d.]*|electron|code(?:-[a-z-]+)?)$/;

/** The desktop programs of VS Code and its forks, and their helpers on macOS: `Code Helper (Plugin)`. */
const DESKTOP =
  /^(?:code|code - insiders|code-insiders|code - oss|code-oss|codium|vscodium|cursor|windsurf|positron|trae|kiro|antigravity|visual studio code)(?: helper(?: \(\w+\))?)?$/;

/** `/usr/share/code/code` → `code`; Windows' `Code.exe` → `code`. */
const programName = (path: string): string =>
  baseName(path)
    .toLowerCase()
    .replace(/\.exe$/, '');

/** Slashes of one kind, so that one pattern serves every system. */
const slashed = (path: string): string => path.replaceAll('\\', '/');

/** The first argument that is no option: the script, where an interpreter runs one; empty where there is no such argument. */
const scriptOf = ({ command }: Process): string =>
  slashed(command.slice(1, 12).find((argument) => !argument.startsWith('-')) ?? '');

/** Electron starts every process but the first with its kind: `--type=renderer`, `--type=utility`. */
const hasType = ({ command }: Process): boolean =>
  command.some((argument) => /^--type=[\w-]{1,40}$/.test(argument));

/**
 * Whether a process is VS Code's own: the server, the extension host, the pty host and the file watcher of VS Code's
 * server, of code-server and of forks; the main process, the windows and the utility processes of the desktop.
 *
 * A word among the arguments is no proof, since any program can be given any argument. The script that is run counts,
 * from a server's folder, by a program that runs scripts; or the executable itself. Where the executable may not be seen
 * the process is another user's, and cannot be signalled anyway.
 */
export function isEditorProcess(process: Process, processes: ReadonlyMap<number, Process>): boolean {
  return isServerProcess(process, processes) || isDesktopProcess(process, processes);
}

function isServerProcess(process: Process, processes: ReadonlyMap<number, Process>): boolean {
  const executable = executablePath(process);
  if (executable !== null && !RUNTIME.test(programName(executable))) return false;
  const script = scriptOf(process);
  if (PART_SCRIPT.test(script)) return hasType(process);
  if (!SERVER_SCRIPT.test(script)) return false;
  // A program of somebody's own may be called `out/server-main.js` too.
  return SERVER_FOLDER.test(script) || [...processes.values()].some((other) => isPartOf(other, process));
}

const isPartOf = (part: Process, { pid }: Process): boolean =>
  part.ppid === pid && PART_SCRIPT.test(scriptOf(part)) && hasType(part);

function isDesktopProcess(process: Process, processes: ReadonlyMap<number, Process>): boolean {
  const executable = executablePath(process);
  if (executable === null || !DESKTOP.test(programName(executable))) return false;
  if (hasType(process)) {
    return ancestry(process.ppid, processes).some((ancestor) => {
      const above = executablePath(ancestor);
      return above !== null && installation(above) === installation(executable);
    });
  }
  // The same program also runs scripts, as Node.js would: language servers, its own command line.
  return !/\.[cm]?js$/.test(scriptOf(process));
}

/** macOS has a program of its own for each kind of helper, all in one bundle. */
const installation = (executable: string): string => /^.*?\.app\//.exec(executable)?.[0] ?? executable;
