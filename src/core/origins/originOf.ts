import { ancestry, type Process } from '../snapshot/process';
import type { Workspace } from '../snapshot/workspace';
import type { Translate } from '../text/translate';
import { containerProcess } from './containerOrigin';
import { attachedEvidence, attachedOrigin, debugOrigin } from './debugOrigin';
import { folderOrigin } from './folderOrigin';
import type { Origin } from './origin';
import type { Facts, OriginRule } from './originRule';
import { orphanOrigin } from './orphanOrigin';
import { rememberedOrigin } from './rememberedOrigin';
import { serviceOrigin } from './serviceOrigin';
import { taskOrigin } from './taskOrigin';
import { terminalOrigin } from './terminalOrigin';
import { unclearOrigin } from './unclearOrigin';
import { extensionServer, ownProcess, startedByExtensionHost } from './vscodeOrigin';
import { otherExtensionHost, otherTerminal } from './windowOrigin';

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
