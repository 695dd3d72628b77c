import { executablePath, type Process } from '../snapshot/process';
import { baseName } from '../text/paths';
import type { Translate } from '../text/translate';
import type { OriginRule } from './originRule';

/** A systemd unit, known by the control group; without systemd a cron job, known by its ancestor. */
export const serviceOrigin: OriginRule = (chain, { t }) => {
  const [self] = chain;
  const unit = self && serviceUnit(self.cgroup);
  const cron = chain.slice(1).find(isCron);
  if (cron)
    return service('cron', [t('{0} ({1}) started it.', cron.name, cron.pid), ...byGroup(self, unit, t)]);
  return unit === undefined ? undefined : service(unitName(unit), byGroup(self, unit, t));
};

const service = (name: string, evidence: readonly string[]) =>
  ({ kind: 'service', id: `service:${name}`, name, folder: null, evidence }) as const;

const byGroup = (self: Process | undefined, unit: string | undefined, t: Translate): string[] =>
  self?.cgroup && unit !== undefined
    ? [t('Its control group is that of the systemd unit {0}: {1}', unitText(unit), self.cgroup)]
    : [];

/**
 * The deepest service of a control group's path (systemd.unit(5)): `nginx.service` of `/system.slice/nginx.service`,
 * `web.service` of `/user.slice/user-1000.slice/user@1000.service/app.slice/web.service`. A user's manager
 * (`user@1000.service`) is no service by itself, nor is a session (`session-3.scope`).
 */
export function serviceUnit(cgroup: string | null): string | undefined {
  const last = (cgroup ?? '').split('/').findLast((part) => /\.(service|scope)$/.test(part.slice(-8)));
  return last?.endsWith('.service') && !last.startsWith('user@') ? last : undefined;
}

/** Unit names escape what may not stand in them: `dev-disk-by\x2dlabel`. */
const unitText = (unit: string): string =>
  unit.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

const unitName = (unit: string): string => unitText(unit).replace(/\.service$/, '');

const CRON = new Set(['cron', 'crond', 'anacron', 'fcron']);

/** BusyBox has crond among its programs. */
export const isCron = (process: Process): boolean =>
  CRON.has(process.name) ||
  (baseName(executablePath(process) ?? '') === 'busybox' && CRON.has(baseName(process.command[0] ?? '')));
