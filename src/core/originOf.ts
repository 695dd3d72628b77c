import type { Origin } from './origin';
import { attachedEvidence, attachedOrigin, debugOrigin } from './origins/debugOrigin';
import { containerProcess } from './origins/containerOrigin';
import { folderOrigin } from './origins/folderOrigin';
import type { Facts, OriginRule } from './origins/originRule';
import { orphanOrigin } from './origins/orphanOrigin';
import { rememberedOrigin } from './origins/rememberedOrigin';
import { serviceOrigin } from './origins/serviceOrigin';
import { taskOrigin } from './origins/taskOrigin';
import { terminalOrigin } from './origins/terminalOrigin';
import { unclearOrigin } from './origins/unclearOrigin';
import { extensionServer, ownProcess, startedByExtensionHost } from './origins/vscodeOrigin';
import { otherExtensionHost, otherTerminal } from './origins/windowOrigin';
import { ancestry, type Process } from './process';
import type { Translate } from './translate';
import type { Workspace } from './workspace';

/** What VS Code itself says to have started. A task has a terminal, and a session may have one: the first is believed. */
const STARTED: readonly OriginRule[] = [debugOrigin, taskOrigin, terminalOrigin];

/** Strongest first: the first that speaks is believed. */
const REST: readonly OriginRule[] = [
  rememberedOrigin,
  attachedOrigin,
  extensionServer,
  ownProcess,
  otherExtensionHost,
  otherTerminal,
  orphanOrigin,
  folderOrigin,
  startedByExtensionHost,
  serviceOrigin,
];

/** Where in the workspace a process came from, with the evidence; `null`: nothing here started it. */
export function originOf(
  pid: number,
  processes: ReadonlyMap<number, Process>,
  workspace: Workspace,
  t: Translate,
): Origin | null {
  const chain = ancestry(pid, processes);
  const facts = { processes, workspace, t };
  const container = containerProcess(chain, facts);
  const started = first(STARTED, chain, facts);
  if (container && started && isKept(container, workspace)) return unclearOrigin(container, started, t);
  if (!started) return container ?? first(REST, chain, facts) ?? null;
  // Somebody may start a container by hand, in a terminal; and a debugger may join whatever runs.
  const more = [...(container?.evidence ?? []), ...attachedEvidence(chain, workspace, t)];
  return more.length === 0 ? started : { ...started, evidence: [...started.evidence, ...more] };
}

/** Whether an engine keeps that container, and so has started what runs in it. */
const isKept = ({ id }: Origin, { containers }: Workspace): boolean =>
  containers.some((container) => id === `container:${container.id}`);

function first(rules: readonly OriginRule[], chain: readonly Process[], facts: Facts): Origin | undefined {
  for (const rule of rules) {
    const origin = rule(chain, facts);
    if (origin) return origin;
  }
  return undefined;
}
