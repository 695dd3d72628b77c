import type { Workspace } from '../snapshot/workspace';
import type { Translate } from '../text/translate';
import { type Container, imageName } from './container';
import type { Origin } from './origin';
import { deepestFolder, type OriginRule } from './originRule';

/** What runs inside a container: its control group names it, whether an engine that we know of keeps it or not. */
export const containerProcess: OriginRule = ([self], { workspace, processes, t }) => {
  const id = containerId(self?.cgroup ?? null);
  // Where VS Code itself runs inside a container, that container is no origin: every process here is in it.
  const outside = [1, workspace.extensionHost ?? 1].map((pid) => processes.get(pid)?.cgroup ?? null);
  if (id === undefined || outside.some((cgroup) => containerId(cgroup) === id)) return undefined;
  const evidence = [
    t('Its control group is that of the container {0}: {1}', shortId(id), self?.cgroup ?? ''),
  ];
  const container = workspace.containers.find((each) => each.id === id);
  if (container) return containerOrigin(container, evidence, workspace, t);
  return { kind: 'container', id: `container:${id}`, name: shortId(id), folder: null, evidence };
};

/** The first 12 digits, which is how the tools of the engines show an id. */
const shortId = (id: string): string => id.slice(0, 12);

const ENGINE_NAMES: Readonly<Record<Container['engine'], string>> = { docker: 'Docker', podman: 'Podman' };

/** @param why what ties it to the container */
export function containerOrigin(
  container: Container,
  why: readonly string[],
  workspace: Workspace,
  t: Translate,
): Origin {
  const { id, name, image, project, service, workingDir } = container;
  const composed = project !== null || service !== null;
  return {
    kind: 'container',
    id: `container:${id}`,
    name,
    folder: workingDir === null ? null : deepestFolder([workingDir], workspace),
    evidence: [
      ...why,
      t('{0} says that container {1} runs the image {2}.', ENGINE_NAMES[container.engine], name, image),
      ...(composed
        ? [t('Compose started it, as service {0} of the project {1}.', service ?? '?', project ?? '?')]
        : []),
      ...(workingDir === null ? [] : [t('It was composed in {0}.', workingDir)]),
    ],
    detail: service === null ? imageName(image) : t('compose {0}', service),
  };
}

/** A container's cgroup under systemd's cgroup driver, by the prefixes that engines and orchestrators use. */
const SCOPE = /^(?:docker|libpod|crio|cri-containerd)-([0-9a-f]{64})\.scope$/;
/** The groups that hold containers' groups without systemd: `/docker/<id>`, `/kubepods/besteffort/pod<uid>/<id>`. */
const PARENT = /^(?:docker|podman|kubepods|pod|libpod_parent|ecs)/;

/** The id of the innermost container that the path of a control group names. */
export function containerId(cgroup: string | null): string | undefined {
  const parts = (cgroup ?? '').split('/');
  for (const [index, part] of [...parts.entries()].reverse()) {
    if (part.length < 64 || part.length > 100) continue;
    const scope = SCOPE.exec(part)?.[1];
    if (scope !== undefined) return scope;
    if (/^[0-9a-f]{64}$/.test(part) && parts.slice(0, index).some((each) => PARENT.test(each))) return part;
  }
  return undefined;
}
